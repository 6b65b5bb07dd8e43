/** Section 2.5: IEEE 488.2 blocks. */
import assert from 'node:assert/strict'
import { block, faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'

const payload = Buffer.from('#1\r\n\0binary\xff\n', 'latin1')

export const blockRows = table('2.5 blocks', {
  'definite blocks: whatever is in them': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'B?': block(payload), 'E?': block(Buffer.alloc(0)), Q1: 'A1' } })
    const sock = connect(device)
    for (let n = 0; n < 3; n++) {
      assert.deepEqual(await sock.writeReadBlock('B?\n'), payload)
      assert.equal((await sock.writeReadBlock('E?\n')).length, 0)
      assert.equal(await sock.query('Q1'), 'A1')
    }
  },

  'definite blocks: followed by LF, by CR LF or by nothing': async ({ peer, connect }) => {
    for (const trailer of ['\n', '\r\n', '']) {
      const seen = new Recorder()
      const device = await peer({ replies: { 'B?': raw(`#15hello${trailer}`), Q1: 'A1' } })
      const sock = connect(device, seen.options)
      assert.equal(String(await sock.writeReadBlock('B?\n')), 'hello')
      assert.equal(String(await sock.writeReadBlock('B?\n')), 'hello')
      assert.equal(await sock.query('Q1'), 'A1')
      assert.deepEqual(seen.strays, [])
    }
  },

  'definite blocks: an end of line that comes later is swallowed': async ({ peer, connect }) => {
    for (const trailer of ['\n', '\r\n']) {
      const seen = new Recorder()
      const device = await peer({ replies: { 'B?': raw('#15hello') } })
      const sock = connect(device, seen.options)
      assert.equal(String(await sock.writeReadBlock('B?\n')), 'hello')
      const line = sock.readLine()
      for (const byte of trailer) await device.send(raw(byte))
      await device.send('next')
      assert.equal(String(await line), 'next\n')
      assert.deepEqual(seen.strays, [])
    }
  },

  'definite blocks: an end of line is swallowed on the same connection only': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'B?': raw('#15hello') } })
    const seen = new Recorder()
    const sock = connect(device, seen.options)
    assert.equal(String(await sock.writeReadBlock('B?\n')), 'hello')
    await device.disconnect('end')
    await seen.state('idle')
    await sock.open()
    await device.send('')
    assert.equal(String(await sock.readLine()), '\n')
  },

  'definite blocks: cut into single bytes': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'B?': block(payload), Q1: 'A1' } }, { faults: faults.split(1) })
    const sock = connect(device)
    assert.deepEqual(await sock.writeReadBlock('B?\n'), payload)
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'definite blocks: large ones': async ({ peer, connect }) => {
    const sock = connect(await peer({ name: 'scope', points: 10_000_000 }))
    const bytes = (await sock.writeReadBlock('WAV:DATA?\n')) as Buffer
    assert.equal(bytes.length, 10_000_000)
    for (let i = 0; i < bytes.length; i += 9973) {
      if (bytes[i] !== Math.round(127.5 + 127.5 * Math.sin(0.05 * i))) assert.fail(`byte ${i}`)
    }
    assert.match(await sock.query('*IDN?'), /SCOPE/)
  },

  'indefinite blocks: up to the end of line': async ({ peer, connect }) => {
    const device = await peer(
      { replies: { 'B?': block(Buffer.from('12#34'), { indefinite: true }), Q1: 'A1' } },
      { faults: faults.split(1) },
    )
    const sock = connect(device)
    assert.equal(String(await sock.writeReadBlock('B?\n')), '12#34')
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'readBlock(): without a request, also as text': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '#15hello\n#14four\nrest\n')
    assert.equal(String(await sock.readBlock()), 'hello')
    assert.equal(await sock.readBlock({ encoding: 'latin1' }), 'four')
    assert.equal(String(await sock.readLine()), 'rest\n')
  },

  'blocks: true: a line that begins as a definite block is that, with its header': async ({ peer, connect }) => {
    const seen = new Recorder()
    const replies = { 'B?': block(payload), 'L?': '#H1F', 'I?': block(Buffer.from('34'), { indefinite: true }) }
    const device = await peer({ replies }, { faults: faults.split(1) })
    const sock = connect(device, seen.options)
    for (let n = 0; n < 2; n++) {
      const whole = Buffer.concat([Buffer.from(`#2${payload.length}`), payload])
      assert.deepEqual(await sock.writeReadLine('B?\n', { blocks: true }), whole)
      assert.equal(await sock.query('B?', { blocks: true, encoding: 'latin1' }), whole.toString('latin1'))
      assert.equal(await sock.query('L?', { blocks: true }), '#H1F')
      assert.equal(String(await sock.writeReadLine('I?\n', { blocks: true })), '#034\n')
    }
    assert.deepEqual(seen.strays, [])
  },

  'blocks of Rohde & Schwarz (#(12)) and of HP (#A): taken as they are': async ({ peer, connect }) => {
    const replies = { 'R?': raw('#(0000000005)hello\n'), 'H?': raw('#A\0\x05hello\n'), Q1: 'A1' }
    const device = await peer({ replies }, { faults: faults.split(1) })
    const sock = connect(device)
    for (let n = 0; n < 2; n++) {
      assert.equal(String(await sock.writeReadBlock('R?\n')), 'hello')
      assert.equal(String(await sock.writeReadBlock('H?\n')), 'hello')
      assert.equal(await sock.query('Q1'), 'A1')
    }
  },

  'dialect: text in front, several blocks, and what follows the last': async ({ peer, connect }) => {
    const replies = { 'H?': raw(':CURV #15hello\n'), 'S?': raw('#13a,b,#10,#12\n#\n'), 'N?': raw('#12ab,#11c') }
    const device = await peer({ replies: { ...replies, Q1: 'A1' } }, { faults: faults.split(1) })
    const seen = new Recorder()
    const sock = connect(device, seen.options)
    for (let n = 0; n < 2; n++) {
      assert.equal(String(await sock.writeReadBlock('H?\n', { dialect: { header: true } })), 'hello')
      assert.equal(String(await sock.writeReadBlock('S?\n', { dialect: { several: true } })), 'a,b\n#')
      assert.equal(await sock.query('Q1'), 'A1')
    }
    assert.equal(String(await sock.exchange('H?\n', { block: { header: true, ending: 'required' } })), 'hello')
    await sock.write('N?\n')
    assert.equal(String(await sock.readBlock({ dialect: { ending: 'never' } })), 'ab')
    assert.equal(String(await sock.readExactly(1)), ',')
    assert.equal(await sock.readBlock({ dialect: { ending: 'never' }, encoding: 'latin1' }), 'c')
    assert.deepEqual(seen.strays, [])
  },

  'dialect: what can be no block of it is a FramingError': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'R?': raw('#11ax'), 'S?': raw('#11a,b') } })
    const sock = connect(device)
    const refused = { code: 'SOCKIO_FRAMING', sent: 'yes' } as const
    await failure(sock.writeReadBlock('R?\n', { dialect: { ending: 'required' } }), { ...refused, partial: '#11ax' })
    await failure(sock.writeReadBlock('S?\n', { dialect: { several: true } }), { ...refused, says: ['"#"'] })
  },

  'the payload of a block is where any typed array can be a view of it': async ({ peer, connect }) => {
    const sizes = [...Array.from({ length: 25 }, (_, i) => i + 1), 1000, 100_000]
    const numbers = (n: number) => Float64Array.from({ length: n }, (_, i) => i / 3)
    const replies = Object.fromEntries(sizes.map((n) => [`D${n}`, block(Buffer.from(numbers(n).buffer))]))
    const device = await peer({ replies: { ...replies, Q1: 'A1' } })
    const sock = connect(device)
    for (const n of sizes) {
      const bytes = (await sock.writeReadBlock(`D${n}\n`)) as Buffer
      assert.deepEqual(new Float64Array(bytes.buffer, bytes.byteOffset, n), numbers(n))
      const odd = (await sock.exchange(`D${n}\n`, { block: { header: true } })) as Buffer
      assert.deepEqual(new Float64Array(odd.buffer, odd.byteOffset, n), numbers(n))
    }
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'maxBlock: a block that promises more is refused before it comes, however it is read': async ({ peer, connect }) => {
    const replies = { 'B?': block(payload), 'H?': raw('#9268435457'), 'M?': raw('#9999999999') }
    const device = await peer({ replies })
    const refused = { code: 'SOCKIO_LIMIT_OVERRUN', phase: 'reading', sent: 'yes' } as const
    const small = connect(device, { maxBlock: payload.length - 1 })
    const says = [`${payload.length} bytes`, `${payload.length - 1} (maxBlock)`]
    await failure(small.writeReadBlock('B?\n'), { ...refused, says })
    await failure(small.writeReadLine('B?\n', { blocks: true }), { ...refused, says })
    await failure(small.query('B?', { blocks: true }), { ...refused, says })
    await small.write('B?\n')
    await failure(small.readBlock(), { ...refused, sent: 'no', says })
    assert.equal(small.connectionCounter, 4)
    const large = connect(device)
    await failure(large.writeReadBlock('H?\n'), { ...refused, says: ['268435457 bytes', '268435456 (maxBlock)'] })
    await failure(large.writeReadBlock('M?\n'), { ...refused, says: ['999999999 bytes'], partial: '#9999999999' })
    const exact = connect(device, { maxBlock: payload.length })
    assert.deepEqual(await exact.writeReadBlock('B?\n'), payload)
  },

  'blocks: true: neither kind ends: the likeliest cure is that of lines': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { staleInput: 'keep' })
    const call = { blocks: true, timeout: 50 }
    await say(device, sock, 'a\r') // all that will ever come is there before the limit begins
    await failure(sock.query('L?', call), { code: 'SOCKIO_TIMEOUT', partial: 'a\r', says: ["try eol: '\\r'"] })
    await device.disconnected()
    await say(device, sock, '#13a\r')
    await failure(sock.query('B?', call), { code: 'SOCKIO_TIMEOUT', partial: '#13a\r' })
  },
})
