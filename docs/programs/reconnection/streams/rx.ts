import { TCP } from '@sockio/rx'
import { first, lastValueFrom, map, of } from 'rxjs'

await using sock = new TCP('scope.lab', 5025)

// The start is sent on every connection.
const lines = sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  reconnect: true,
})
const reboot = (line: string) => sock.command('SYST:REB').pipe(map(() => line))
const first$ = lines
  .concatMap((line) => (line === '2' ? reboot(line) : of(line)))
  .pipe(first((line) => line === '0' && sock.connectionCounter === 2))
console.log('first line of the second connection:', await lastValueFrom(first$))
