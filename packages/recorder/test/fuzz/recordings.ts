/**
 * Fuzz target: any text as a recording. It is refused with the line that is wrong, or it is played, explained in text and as a
 * page, made a device and a test of, without an error of another kind.
 */
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import {
  explain,
  explainAsPage,
  parseRecording,
  type Recorded,
  RecordingError,
  replay,
  testFile,
} from '../../src/index.ts'
import { driver } from '../rig/driver.ts'

const BEGINNING =
  '{"sockio":"recording","version":1,"t":1,"time":"2026-11-29T09:41:12.003Z","address":{"host":"a","port":5,"tls":false},' +
  '"settings":{"autoReconnect":true,"pipeline":1,"resync":"discard","settle":0,"pacing":0,"maxQueue":3,"staleInput":"discard",' +
  '"quiet":100,"hook":true,"closeGrace":250,"connectionTimeout":null,"bufferSize":64,"writeEol":"\\n"},"versions":{}}'

const TURNS = [
  '{"t":2,"in":"submit","call":1,"request":"VOLT?\\n","framing":["line",{"bytes":"\\n"}],"timeout":5,"retries":1,"out":[["state","connecting","idle"],["connect",1]]}',
  '{"t":3,"in":"connected","epoch":1,"out":[["state","initialising","connecting"],["granted",2]]}',
  '{"t":3,"in":"end","session":2,"out":[["state","ready","initialising"],["write",1]],"drained":1}',
  '{"t":4,"in":"received","epoch":1,"bytes":"1\\n","out":[["done",1,2]]}',
  '{"t":5,"in":"submit","call":3,"framing":["line",{"bytes":"\\n"}],"count":null,"stream":{"overflow":"latest","reconnect":true,"match":true,"stopAsks":true,"stop":"X?\\n"}}',
  '{"t":5,"in":"credit","call":3,"n":null}',
  '{"t":6,"in":"received","epoch":1,"bytes":{"base64":"IQr/"},"end":true,"asked":[true,false],"out":[["frames",3,1,2]]}',
  '{"t":7,"in":"cancel","call":3,"unused":["!\\n"]}',
  '{"t":7,"in":"begin","session":4,"timeout":7,"patience":1}',
  '{"t":8,"in":"fired","now":0.009}',
  '{"t":8,"in":"abort","of":[1,4],"cause":{"thrown":"enough"}}',
  '{"t":9,"in":"lost","epoch":1,"error":{"name":"Error","message":"m","code":"ECONNRESET","syscall":"read"},"asked":[5]}',
  '{"t":9,"in":"unwritten","epoch":2,"error":{"name":"Error","message":"m","errors":[{"thrown":"x"}]}}',
  '{"t":9,"in":"submit","call":5,"framing":{"own":{"bounded":true,"asks":["searching","body"]}},"asked":[-1,{"thrown":{"name":"MalformedFrame","message":"m"}},{"bytes":"x"}]}',
  '{"t":9,"in":"eof","epoch":3}',
  '{"t":9,"in":"blocked","epoch":3}',
  '{"t":9,"in":"take"}',
  '{"t":9,"in":"open","call":6}',
  '{"t":9,"in":"close"}',
  '{"t":9,"in":"dispose"}',
]

function run(input: Uint8Array): void {
  let recording: Recorded
  try {
    recording = parseRecording(Buffer.from(input).toString(), 'file')
    explain(recording)
  } catch (error) {
    if (error instanceof RecordingError && /^file:\d+: ./.test(error.message)) return
    throw error
  }
  explainAsPage(recording)
  replay(recording)
  replay(recording, { order: 'request' })
  testFile(recording, driver, { recording: './file.jsonl', driver: './driver.ts', name: 'driver' })
}

export const recordings: FuzzTarget = {
  name: 'recordings',
  code: [join(import.meta.dirname, '../../src')],
  seeds: [
    `${[BEGINNING, ...TURNS].join('\n')}\n`,
    ...TURNS.map((turn) => `${BEGINNING}\n${turn}\n`),
    `${BEGINNING}\n${TURNS.slice(0, 4).join('\n')}\n`,
    `${BEGINNING}\n${TURNS.slice(0, 7).join('\n')}\n`,
    BEGINNING,
    '',
    '{}\n',
  ].map(bytes),
  words: [
    ...[
      '"t":',
      '"in":',
      '"submit"',
      '"received"',
      '"fired"',
      '"lost"',
      '"close"',
      '"connected"',
      '"epoch":1',
      '"call":1',
    ],
    ...[
      '"session":2',
      '"framing":["block",{"bytes":"\\n"},null,{}]',
      '"framing":["idle",5]',
      '"framing":["someText","utf8",null]',
    ],
    ...[
      '"asked":[',
      '"out":[',
      '{"base64":"',
      '"bytes":"#15',
      '"stream":{',
      '"now":1',
      '"count":2',
      '"timeout":0',
      'null',
      '\n',
    ],
  ],
  run,
}
