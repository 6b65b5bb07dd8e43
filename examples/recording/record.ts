/** Makes the recording of the README anew, from a real run of the demo: `node examples/recording/record.ts [file]`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { capture } from './capture.ts'
import { terminalSvg } from './terminal-svg.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const file = process.argv[2] ?? `${root}docs/media/demo.svg`
const lines = await capture(process.execPath, ['examples/demo.ts'], root)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, terminalSvg('npm run demo', lines))
