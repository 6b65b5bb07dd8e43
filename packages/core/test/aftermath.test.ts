/** A stream that is left in the middle: no line of it is taken for the reply to what is asked next. */
import { describe, expect, it } from 'vitest'
import { type Rig, rig } from './rig/rig.ts'
import { type Scenario, scenarios } from './rig/scenarios.ts'

const events = (frame: Uint8Array) => frame[0] === 0x21 // '!'
const streaming = (r: Rig) => r.stream({ credit: 9 })
const stopped = (r: Rig) => r.stream({ credit: 9, stopping: 'STOP' })
const quiet = (rows: readonly Scenario[]) =>
  scenarios(rows.map((row) => ({ ...row, settings: { quiet: 100, ...row.settings } })))

describe('more than the buffer', () => {
  const rows = (all: readonly Scenario[]) =>
    quiet(all.map((row) => ({ ...row, settings: { bufferSize: 8, ...row.settings } })))
  rows([
    {
      title: 'what waits in the kernel is set aside before the request is written',
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.advance(1000)], // there is no silence while nobody listens
        [(r) => r.ask('A?'), ['stray', '12345678'], ['resume']],
        [(r) => r.advance(50)],
        [(r) => r.receive('9\nold'), ['stray', '9\nold']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'A?\n']],
        [(r) => r.receive('a\n'), ['reply', 'A?', 'a\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'more than the buffer again while it is set aside is no matter',
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.ask('A?'), ['stray', '12345678'], ['resume']],
        [(r) => r.receive('x'.repeat(20)), ['stray', 'x'.repeat(20)]],
        [(r) => r.receive('y'.repeat(20)), ['stray', 'y'.repeat(20)]],
        [(r) => r.advance(100), ['write', 'A?\n']],
      ],
    },
    {
      title: 'readers get it, and what is asked after that waits for no more than the rest of the silence',
      steps: [
        [(r) => r.receive('1234567\n'), ['pause']],
        [(r) => r.read(), ['reply', 'read', '1234567\n'], ['resume']],
        [(r) => r.read({ name: 'more' })],
        [(r) => r.receive('89\n'), ['reply', 'more', '89\n']],
        [(r) => r.advance(60)],
        [(r) => r.ask('A?')],
        [(r) => r.advance(40), ['write', 'A?\n']],
      ],
    },
    {
      title: 'a silence that was there already is not waited for again',
      steps: [
        [(r) => r.receive('1234567\n'), ['pause']],
        [(r) => r.read(), ['reply', 'read', '1234567\n'], ['resume']],
        [(r) => r.advance(100)],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
      ],
    },
    {
      title: 'a write goes out at once',
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.write('A'), ['write', 'A\n'], ['settle', 'A']],
      ],
    },
    {
      title: 'a request of a transaction waits too',
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['stray', '12345678'], ['resume']],
        [(r) => r.advance(100), ['write', 'A?\n']],
      ],
    },
    {
      title: 'a peer that never stops: the request ends at its own limit, and was not sent',
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.ask('A?', { timeout: 150 }), ['stray', '12345678'], ['resume']],
        [(r) => r.advance(90)],
        [(r) => r.receive('9'), ['stray', '9']],
        [(r) => r.advance(60), ['settle', 'A?', 'TimeoutError']],
      ],
    },
    {
      title: 'a peer that is gone is noticed, and the request goes to the next connection',
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.ask('A?'), ['stray', '12345678'], ['resume']],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
      ],
    },
    {
      title: "staleInput 'keep' leaves it for replies",
      settings: { staleInput: 'keep' },
      steps: [
        [(r) => r.receive('1234567\n'), ['pause']],
        [(r) => r.ask('A?'), ['write', 'A?\n'], ['reply', 'A?', '1234567\n'], ['resume']],
      ],
    },
    {
      title: 'beside a stream with match: until its consumer goes on, nothing is asked, and no alarm rings',
      steps: [
        [(r) => r.stream({ match: events })],
        [(r) => r.receive('!2345\n!\nold\n'), ['pause']],
        [(r) => r.ask('A?'), ['stray', 'old\n']],
        [(r) => r.advance(60_000)],
        [(r) => r.credit('stream', 9), ['frame', 'stream', '!2345\n'], ['frame', 'stream', '!\n'], ['resume']],
        [(r) => r.receive('old too\n!\n'), ['frame', 'stream', '!\n'], ['stray', 'old too\n']],
        [(r) => r.advance(100), ['write', 'A?\n']],
      ],
    },
    {
      title: 'beside a stream with match that was left without a silence: a late line of it is no reply',
      steps: [
        [(r) => r.stream({ match: events, quiet: 0, credit: 0 })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('!2345\n!\n'), ['pause']],
        [(r) => r.cancel('stream'), ['stray', '!2345\n!\n'], ['settle', 'stream'], ['resume']],
        [(r) => r.receive('!7\n8\n'), ['stray', '!7\n'], ['reply', 'A?', '8\n']],
      ],
    },
  ])

  it('a stream with match and a stop that was left while the buffer is full rings no alarm for nothing', () => {
    const r = rig({ bufferSize: 8 }).open()
    r.stream({ match: events, credit: 2, timeout: 100, stopping: 'STOP' })
    r.receive('!1\n', 'x\ny\nz\nlong')
    expect(() => r.advance(60_000)).not.toThrow()
    expect(r.outputs.armed).toBe(Number.POSITIVE_INFINITY)
  })

  it('the error says what came', () => {
    const r = rig({ quiet: 100, bufferSize: 8 }).open().receive('12345678')
    r.ask('A?', { timeout: 150 })
    r.advance(90)
    r.receive('9').advance(60)
    expect(r.call('A?').error?.message).toBe(
      '"A?\\n" still waited its turn at tcp://10.0.0.7:5025 after 150 ms; nothing of it was sent; much had come that ' +
        'nobody asked for: 9 bytes of it were set aside so far, and nothing is asked until there were 100 ms without a ' +
        'byte (quiet): what sends that?',
    )
  })
})

it('a request beside a stream with match is told that its lines are not taken', () => {
  const r = rig({ quiet: 100, bufferSize: 8 }).open()
  r.stream({ match: events })
  r.receive('!2345\n!789\n')
  r.ask('A?', { timeout: 150 })
  r.advance(150)
  expect(r.call('A?').error?.message).toBe(
    '"A?\\n" still waited its turn at tcp://10.0.0.7:5025 after 150 ms; nothing of it was sent; the stream beside it has ' +
      'not taken its lines, and nothing more is read before it does (bufferSize)',
  )
})

describe('as much as one read takes', () => {
  const much = 'x'.repeat(8192)
  const rows = (all: readonly Scenario[]) =>
    quiet(all.map((row) => ({ ...row, settings: { bufferSize: 65_536, ...row.settings } })))
  rows([
    {
      title: 'may be but a part of it: the rest is set aside, too, before the request is written',
      steps: [
        [(r) => r.receive(much)],
        [(r) => r.ask('A?'), ['stray', much]],
        [(r) => r.receive('of a line\n'), ['stray', 'of a line\n']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'A?\n']],
        [(r) => r.receive('a\n'), ['reply', 'A?', 'a\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'so too behind the line of it that was a reply',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.receive(`a\n${much}`), ['reply', 'A?', 'a\n'], ['stray', much]],
        [(r) => r.advance(100), ['write', 'B?\n']],
      ],
    },
    {
      title: 'less is all of it',
      steps: [[(r) => r.receive(much.slice(1))], [(r) => r.ask('A?'), ['stray', much.slice(1)], ['write', 'A?\n']]],
    },
    {
      title: 'beside a stream with match what is for readers counts',
      steps: [
        [(r) => r.stream({ match: events })],
        [(r) => r.receive(`${'!23456\n'.repeat(1200)}old\n`)],
        [(r) => r.ask('A?'), ['stray', 'old\n'], ['write', 'A?\n']],
      ],
    },
    {
      title: "staleInput 'keep' leaves it for replies",
      settings: { staleInput: 'keep' },
      steps: [[(r) => r.receive(`old\n${much}`)], [(r) => r.ask('A?'), ['write', 'A?\n'], ['reply', 'A?', 'old\n']]],
    },
  ])
})

describe('without a stop', () => {
  quiet([
    {
      title: 'lines that are under way come before the request is written, and are set aside',
      steps: [
        [streaming],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.write('STOP'), ['write', 'STOP\n'], ['settle', 'STOP']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(60)],
        [(r) => r.receive('2\n3'), ['stray', '2\n3']],
        [(r) => r.advance(99)],
        [(r) => r.receive('\n'), ['stray', '\n']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'ID?\n']],
        [(r) => r.receive('me\n'), ['reply', 'ID?', 'me\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'it is not the time alone that counts, but that the sockets were read then',
      steps: [
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => (r.outputs.time += 300)], // the program computes
        [(r) => r.ask('ID?')],
        [(r) => r.receive('2\n'), ['stray', '2\n']],
        [(r) => r.advance(100), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'a request that comes long after waits for nothing more than that',
      steps: [
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.advance(1000)],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(0), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'a command is what may end it: the silence is counted from there',
      steps: [
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.advance(1000)],
        [(r) => r.write('STOP'), ['write', 'STOP\n'], ['settle', 'STOP']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(50)],
        [(r) => r.receive('9\n'), ['stray', '9\n']],
        [(r) => r.advance(100), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'readers see what comes, as before',
      steps: [
        [streaming],
        [(r) => r.receive('1\n2\n'), ['frame', 'stream', '1\n'], ['frame', 'stream', '2\n']],
        [(r) => r.cancel('stream', '2\n'), ['settle', 'stream']],
        [(r) => r.read({ count: 2 })],
        [(r) => r.receive('3\n'), ['reply', 'read', '2\n', '3\n']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(100), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'another stream goes on where it stopped',
      steps: [
        [streaming],
        [(r) => r.cancel('stream', '2\n'), ['settle', 'stream']],
        [(r) => r.stream({ name: 'next', credit: 9 }), ['frame', 'next', '2\n']],
        [(r) => r.receive('3\n'), ['frame', 'next', '3\n']],
      ],
    },
    {
      title: 'a stream that starts itself waits as a request does',
      steps: [
        [streaming],
        [(r) => r.cancel('stream', '2\n'), ['settle', 'stream']],
        [(r) => r.stream({ name: 'next', credit: 9, start: 'START' }), ['stray', '2\n']],
        [(r) => r.advance(99)],
        [(r) => r.receive('3\n'), ['stray', '3\n']],
        [(r) => r.advance(100), ['write', 'START\n']],
        [(r) => r.receive('1\n'), ['frame', 'next', '1\n']],
      ],
    },
    {
      title: 'requests of a transaction wait, its writes do not',
      steps: [
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.write('STOP', { session: r.talk('talk') }), ['write', 'STOP\n'], ['settle', 'STOP']],
        [(r) => r.ask('ID?', { session: r.talk('talk') })],
        [(r) => r.receive('9\n'), ['stray', '9\n']],
        [(r) => r.advance(100), ['write', 'ID?\n']],
        [(r) => r.receive('me\n'), ['reply', 'ID?', 'me\n']],
      ],
    },
    {
      title: 'a full buffer is not silence',
      settings: { bufferSize: 4 },
      steps: [
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.receive('1\n2\n3\n'), ['pause']],
        [(r) => r.advance(1000)],
        [(r) => r.ask('ID?'), ['stray', '1\n2\n3\n'], ['resume']],
        [(r) => r.advance(99)],
        [(r) => r.receive('4\n'), ['stray', '4\n']],
        [(r) => r.advance(100), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'quiet: 0 gives the plain rule: what is there is set aside',
      settings: { quiet: 0 },
      steps: [
        [streaming],
        [(r) => r.cancel('stream', '1\n'), ['settle', 'stream']],
        [(r) => r.ask('ID?'), ['stray', '1\n'], ['write', 'ID?\n']],
        [(r) => r.receive('2\n'), ['reply', 'ID?', '2\n']],
      ],
    },
    {
      title: 'a stream may have a quiet of its own',
      settings: { quiet: 0 },
      steps: [
        [(r) => r.stream({ credit: 9, quiet: 30 })],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(30), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'staleInput: keep keeps it, and waits for nothing',
      settings: { staleInput: 'keep' },
      steps: [
        [streaming],
        [(r) => r.cancel('stream', '1\n'), ['settle', 'stream']],
        [(r) => r.ask('ID?'), ['write', 'ID?\n'], ['reply', 'ID?', '1\n']],
      ],
    },
    {
      title: 'a stream that had not begun leaves nothing behind',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.receive('a\n'), ['reply', 'A?', 'a\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'an end by its limit, by its signal or by overflow is the same',
      settings: { bufferSize: 4 },
      steps: [
        [(r) => r.stream({ name: 'limit', timeout: 20, credit: 1 })],
        [(r) => r.advance(20), ['settle', 'limit', 'TimeoutError']],
        [(r) => r.ask('A?')],
        [(r) => r.advance(100), ['write', 'A?\n']],
        [(r) => r.receive('a\n'), ['reply', 'A?', 'a\n']],
        [(r) => r.stream({ name: 'signal' })],
        [(r) => r.abort('signal'), ['settle', 'signal', 'AbortError']],
        [(r) => r.ask('B?')],
        [(r) => r.advance(100), ['write', 'B?\n']],
        [(r) => r.receive('b\n'), ['reply', 'B?', 'b\n']],
        [(r) => r.stream({ name: 'over', overflow: 'error' })],
        [(r) => r.receive('1\n2\n3\n'), ['settle', 'over', 'OverflowError'], ['pause']],
        [(r) => r.ask('C?'), ['stray', '1\n2\n3\n'], ['resume']],
        [(r) => r.receive('4\n'), ['stray', '4\n']],
        [(r) => r.advance(100), ['write', 'C?\n']],
      ],
    },
    {
      title: 'a stream that ended because of such a silence needs no other',
      steps: [
        [(r) => r.stream({ timeout: 100, credit: 1 })],
        [(r) => r.advance(100), ['settle', 'stream', 'TimeoutError']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
      ],
    },
    {
      title: 'nothing is left to wait for on the next connection',
      settings: { reconnect: { retries: 1, minDelay: 0 } },
      steps: [
        [streaming],
        [(r) => r.cancel('stream', '1\n'), ['settle', 'stream']],
        [(r) => r.ask('ID?'), ['stray', '1\n']],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'nor after the end of the peer',
      steps: [
        [streaming],
        [(r) => r.receive('1\n2'), ['frame', 'stream', '1\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream', 'ConnectionEOFError']],
        [(r) => r.ask('ID?'), ['connect']],
        [(r) => r.connected(), ['write', 'ID?\n']],
      ],
    },
  ])

  it('a stream that goes on ends the request at its own limit, and is named', () => {
    const r = rig({ quiet: 100 }).open()
    streaming(r)
    r.cancel('stream')
    const call = r.ask('ID?', { timeout: 350 })
    for (let i = 0; i < 10; i++) r.receive('12345\n').advance(50)
    expect(call.error?.message).toBe(
      '"ID?\\n" still waited its turn at tcp://10.0.0.7:5025 after 350 ms; nothing of it was sent; ' +
        'a stream that was left still sends (42 bytes so far), and nothing is asked until there were ' +
        '100 ms without a byte (quiet): give it a `stop`',
    )
    expect(call.error).toMatchObject({ name: 'TimeoutError', phase: 'queued', sent: 'no' })
  })

  it('a limit that is shorter than the silence says so', () => {
    const r = rig({ quiet: 100 }).open()
    streaming(r)
    r.cancel('stream')
    const call = r.ask('ID?', { timeout: 50 })
    r.advance(50)
    expect(call.error?.message).toContain('a stream was left before, and nothing is asked until there were 100 ms')
  })
})

describe('with a stop', () => {
  quiet([
    {
      title: 'it is sent, all that comes is set aside until it is silent, and readers wait for that too',
      steps: [
        [stopped],
        [(r) => r.receive('1\n2\n3'), ['frame', 'stream', '1\n'], ['frame', 'stream', '2\n']],
        [(r) => r.cancel('stream', '2\n'), ['stray', '2\n'], ['settle', 'stream'], ['stray', '3'], ['write', 'STOP\n']],
        [(r) => r.read()],
        [(r) => r.ask('ID?')],
        [(r) => r.receive('4\n'), ['stray', '4\n']],
        [(r) => r.advance(100)],
        [(r) => r.receive('new\n'), ['reply', 'read', 'new\n'], ['write', 'ID?\n']],
      ],
    },
    {
      title: 'the silence begins when it is with the kernel',
      steps: [
        [stopped],
        [(r) => (r.blocks = true)],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP\n']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(1000)],
        [(r) => (r.blocks = false)],
        [(r) => r.drain()],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'abort and limit send it too',
      steps: [
        [(r) => r.stream({ name: 'one', timeout: 20, credit: 1, stopping: 'STOP' })],
        [(r) => r.advance(20), ['settle', 'one', 'TimeoutError'], ['write', 'STOP\n']],
        [(r) => r.advance(100)],
        [(r) => r.stream({ name: 'two', stopping: 'STOP' })],
        [(r) => r.abort('two'), ['settle', 'two', 'AbortError'], ['write', 'STOP\n']],
        [(r) => r.advance(100)],
        [(r) => r.ask('ID?'), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'the drain needs nobody who waits for it',
      steps: [
        [stopped],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP\n']],
        [(r) => r.receive('4\n'), ['stray', '4\n']],
        [(r) => r.advance(100)],
        [(r) => r.receive('new\n')],
        [(r) => r.read(), ['reply', 'read', 'new\n']],
      ],
    },
    {
      title: 'one that is answered is waited for, however long it takes',
      steps: [
        [(r) => r.stream({ credit: 9, stopping: 'STOP?' })],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP?\n']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(5000)],
        [(r) => r.receive('9\n'), ['stray', '9\n']],
        [(r) => r.advance(50)],
        [(r) => r.receive('OK\n'), ['stray', 'OK\n']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'it is not sent where the stream had not begun, nor on another connection',
      settings: { reconnect: { retries: 1, minDelay: 0 } },
      steps: [
        [stopped],
        [(r) => (r.blocks = true)],
        [(r) => r.write('X'), ['write', 'X\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => (r.blocks = false)],
        [(r) => r.lost(), ['settle', 'X', 'ConnectionLostError']],
        [(r) => r.advance(1000)],
        [stopped, ['connect']],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['destroy']],
      ],
    },
    {
      title: 'with quiet: 0 it is sent, and the plain rule follows',
      settings: { quiet: 0 },
      steps: [
        [stopped],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP\n']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(0), ['write', 'ID?\n']],
      ],
    },
    {
      title: 'close() ends it all',
      steps: [
        [stopped],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP\n']],
        [(r) => r.ask('ID?')],
        [(r) => r.close(), ['settle', 'ID?', 'ClosedError'], ['end']],
        [(r) => r.lost()],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n']],
      ],
    },
  ])

  it('that is never answered is named', () => {
    const r = rig({ quiet: 100 }).open()
    r.stream({ credit: 9, stopping: 'STOP?' })
    r.cancel('stream')
    const call = r.ask('ID?', { timeout: 500 })
    r.advance(500)
    expect(call.error?.message).toContain('"STOP?\\n", the stop of a stream that was left, has not been answered')
  })

  it('that does not stop it is named', () => {
    const r = rig({ quiet: 100 }).open()
    stopped(r)
    r.cancel('stream')
    const call = r.read({ timeout: 500 })
    for (let i = 0; i < 11; i++) r.receive('1\n').advance(50)
    expect(call.error?.message).toContain('a stream that was left still sends (20 bytes so far)')
    expect(call.error?.message).toContain('is "STOP\\n" what stops it?')
  })
})

describe('a stream with match', () => {
  const beside = (r: Rig) => r.stream({ credit: 9, match: events })
  quiet([
    {
      title: 'is kept from the replies that are under way when it is left; what is asked next waits',
      settings: { pipeline: 2 },
      steps: [
        [beside],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('!1\na\n!2\n'), ['stray', '!1\n!2\n'], ['reply', 'A?', 'a\n']],
        [(r) => r.receive('!3\n'), ['stray', '!3\n']],
        [(r) => r.advance(100), ['write', 'B?\n']],
        [(r) => r.receive('!b\n'), ['reply', 'B?', '!b\n']],
      ],
    },
    {
      title: 'leaves readers what comes',
      steps: [
        [beside],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.receive('!1\n')],
        [(r) => r.read(), ['reply', 'read', '!1\n']],
      ],
    },
    {
      title: 'is stopped beside the others',
      steps: [
        [(r) => r.stream({ credit: 9, match: events, stopping: 'STOP' })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.receive('!1\na\n'), ['stray', '!1\n'], ['reply', 'A?', 'a\n'], ['write', 'STOP\n']],
        [(r) => r.read()],
        [(r) => r.receive('!2\nx\n'), ['stray', '!2\n'], ['reply', 'read', 'x\n']],
        [(r) => r.advance(100)],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.receive('!b\n'), ['reply', 'B?', '!b\n']],
      ],
    },
    {
      title: 'ends with the reply to its stop, which does not match: no silence is waited for',
      steps: [
        [(r) => r.stream({ credit: 9, match: events, stopping: 'STOP?' })],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP?\n']],
        [(r) => r.ask('ID?')],
        [(r) => r.advance(1000)],
        [(r) => r.receive('!1\n!2\n'), ['stray', '!1\n!2\n']],
        [(r) => r.receive('OK\n')],
        [(r) => r.advance(0), ['write', 'ID?\n']],
        [(r) => r.receive('me\n'), ['reply', 'ID?', 'me\n']],
      ],
    },
    {
      title: 'that follows a plain one does not keep requests waiting by its own lines',
      steps: [
        [streaming],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.stream({ name: 'next', credit: 9, match: events })],
        [(r) => r.ask('A?')],
        [(r) => r.advance(60)],
        [(r) => r.receive('!1\n'), ['frame', 'next', '!1\n']],
        [(r) => r.advance(40), ['write', 'A?\n']],
      ],
    },
    {
      title: 'a full buffer takes nothing from the silence that a stream has named',
      settings: { bufferSize: 8, quiet: 100 },
      steps: [
        [(r) => r.stream({ credit: 1, quiet: 300 })],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.ask('A?'), ['stray', '12345678'], ['resume']],
        [(r) => r.advance(299)],
        [(r) => r.advance(1), ['write', 'A?\n']],
      ],
    },
    {
      title: 'a full buffer is waited for where streams that are left end the connection',
      settings: { bufferSize: 8, quiet: 'reconnect' },
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.ask('A?'), ['stray', '12345678'], ['resume']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'A?\n']],
      ],
    },
    {
      title: 'the silence behind a full buffer begins when it is read again, whoever has made room',
      settings: { bufferSize: 10, quiet: 100 },
      steps: [
        [(r) => r.receive('1234\n5678\n'), ['pause']],
        [(r) => r.advance(150)],
        [(r) => r.read({ name: 'a' }), ['reply', 'a', '1234\n']],
        [(r) => r.read({ name: 'b' }), ['reply', 'b', '5678\n'], ['resume']],
        [(r) => r.ask('A?')],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'A?\n']],
      ],
    },
    {
      title: 'stands back when no line ends within the limit: the request is told',
      settings: { bufferSize: 8 },
      steps: [
        [beside],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.receive('!1\n'), ['stray', '!1\n']],
        [(r) => r.receive('long without end'), ['settle', 'A?', 'LimitOverrunError'], ['destroy']],
      ],
    },
    {
      title: 'that follows one is not put out by its end',
      steps: [
        [(r) => r.stream({ credit: 9, match: events, stopping: 'STOP' })],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP\n']],
        [(r) => r.stream({ name: 'next', credit: 9, match: events, start: 'START' })],
        [(r) => r.receive('!1\n'), ['stray', '!1\n']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'START\n']],
        [(r) => r.receive('!2\n'), ['frame', 'next', '!2\n']],
      ],
    },
    {
      title: 'that follows one without a stop begins when that is silent, and writes go out before',
      steps: [
        [beside],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.write('STOP'), ['write', 'STOP\n'], ['settle', 'STOP']],
        [(r) => r.stream({ name: 'next', credit: 9, match: events, start: 'START' })],
        [(r) => r.receive('!1\n'), ['stray', '!1\n']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['write', 'START\n']],
        [(r) => r.receive('!2\n'), ['frame', 'next', '!2\n']],
      ],
    },
  ])

  it('that follows one that goes on sending is told why it was not begun', () => {
    const r = rig({ quiet: 100 }).open()
    r.stream({ credit: 9, match: events, stopping: 'STOP' })
    r.cancel('stream')
    const next = r.stream({ name: 'next', credit: 9, match: events, start: 'START', timeout: 150 })
    for (let i = 0; i < 4; i++) r.receive('!1\n').advance(50)
    expect(next.error?.message).toContain('a stream that was left still sends (9 bytes so far)')
  })
})

describe('with a start', () => {
  quiet([
    {
      title: 'it is written when the stream may read; what was there before is not of the stream',
      steps: [
        [(r) => r.receive('banner\n')],
        [(r) => r.ask('A?'), ['stray', 'banner\n'], ['write', 'A?\n']],
        [(r) => r.stream({ credit: 9, start: 'START' })],
        [(r) => r.receive('a\nrest\n'), ['reply', 'A?', 'a\n'], ['stray', 'rest\n'], ['write', 'START\n']],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.write('W'), ['write', 'W\n'], ['settle', 'W']],
      ],
    },
    {
      title: 'it is sent again on each connection, after the hook',
      settings: { hook: true, reconnect: { retries: 5, minDelay: 0 } },
      steps: [
        [(r) => r.end(), ['settle', 'open']],
        [(r) => r.stream({ credit: 9, start: 'START', reconnect: true }), ['write', 'START\n']],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.write('SETUP', { session: r.hook }), ['write', 'SETUP\n'], ['settle', 'SETUP']],
        [(r) => r.end(), ['write', 'START\n']],
        [(r) => r.receive('2\n'), ['frame', 'stream', '2\n']],
      ],
    },
    {
      title: 'beside others it is a write like any',
      settings: { reconnect: { retries: 5, minDelay: 0 } },
      steps: [
        [(r) => r.stream({ credit: 9, start: 'START', match: events, reconnect: true }), ['write', 'START\n']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('!1\na\n'), ['frame', 'stream', '!1\n'], ['reply', 'A?', 'a\n']],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'START\n']],
        [(r) => r.receive('!2\n'), ['frame', 'stream', '!2\n']],
      ],
    },
    {
      title: 'a dead socket never had it: the next connection gets it',
      steps: [
        [(r) => (r.dead = true)],
        [(r) => r.stream({ credit: 9, start: 'START' }), ['write', 'START\n']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'START\n']],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
      ],
    },
    {
      title: 'a stream that is aborted before sends none',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.stream({ start: 'START', stopping: 'STOP' })],
        [(r) => r.abort('stream'), ['settle', 'stream', 'AbortError']],
        [(r) => r.receive('a\n'), ['reply', 'A?', 'a\n']],
        [(r) => r.advance(1000)],
      ],
    },
  ])
})
