import { TCP } from '@sockio/rx'
import { concatMap, lastValueFrom } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

const spectrum$ = sock.transaction((session) =>
  session.write('SPEC?\n').pipe(
    concatMap(() => session.readExactly(4)),
    concatMap((header) => session.readExactly(header.readUInt32BE(0))),
  ),
)
console.log([...(await lastValueFrom(spectrum$))])
