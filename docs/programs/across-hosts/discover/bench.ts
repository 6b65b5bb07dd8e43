import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { supply } from '@sockio/sim'
import { hubOnNats } from '../../../test/hub-on-nats.ts'
import type { Bench } from '../../../test/run-program.ts'

export { nats as needs } from '@sockio/integration'

export const instruments = { '127.0.0.1': () => supply({ noise: 0 }) }

/** Hubs have longer to answer, since this machine may be slow. */
export const around: Bench['around'] = (stage) => {
  for (const file of globSync('*.ts', { cwd: stage.folder })) {
    const path = join(stage.folder, file)
    const code = readFileSync(path, 'utf8')
    writeFileSync(path, code.replace("prefix: 'lab'", "prefix: 'lab', timeout: 5_500"))
  }
  return hubOnNats(stage)
}
