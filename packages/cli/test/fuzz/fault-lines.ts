/** Fuzz target: a fault as somebody types it. It is refused in one line, or is shown as a line that means the same. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { faultLine, parseFault } from '../../src/sim/fault-line.ts'
import { read } from './told.ts'

function run(input: Uint8Array): void {
  const fault = read(Buffer.from(input).toString(), parseFault, /./)
  if (fault !== undefined) assert.deepEqual(parseFault(faultLine(fault)), fault)
}

export const faultLines: FuzzTarget = {
  name: 'lines of faults',
  code: ['sim/fault-line.ts', 'sim/words.ts', 'arguments.ts'].map((path) =>
    join(import.meta.dirname, '../../src', path),
  ),
  seeds: [
    ...['delay 200ms match=*IDN? times=3', 'garbage 5 where=before seed=7 every=2', 'banner "a \\"b\\"" ', 'split 3'],
    ...["echo match='x y'", 'drop-after 10 match=/^A.*\\/b/i', 'single-client', 'reset after=0', 'half-open', 'REFUSE'],
    ...['prompt "> "', 'prompt', 'idle 2s', 'hasty 5', 'late-end 40ms times=2', 'telnet'],
    'banner ""\x02', // found
  ].map(bytes),
  words: [
    ...['delay', 'reboot', 'banner', 'echo', 'silence', 'garbage', 'close', 'dropafter', 'reset', 'stall', 'twice'],
    ...['telnet', 'prompt', 'idle', 'hasty', 'late-end'],
    ...[' match=', ' every=', ' times=', ' where=', ' bytes=', ' text=', ' ms=', '"', "'", '\\', '/', ' ', '=', '1s'],
    ...['constructor', '__proto__', '\t', '\xc2\xa0', '99999999999999999999'],
  ],
  run,
}
