/** Values: what codecs make of replies, and the same by hand, as a careful user would write it. */
import { float32, list, number } from '@sockio/instrument'
import type { Contender } from '../workload.ts'
import { REQUEST } from './request.ts'
import { onAio } from './sockio.ts'

/** What the instrument answers to each request. */
const REPLY = 1.23456789e-3

function checkValue(value: number): void {
  if (value !== REPLY) throw new Error(`an unexpected value: ${value}`)
}

export const textByHand = onAio('aio query, Number()', async (sock, n) => {
  for (let i = 0; i < n; i++) checkValue(Number(await sock.query(REQUEST)))
})

export const asNumber = onAio('aio query, as number()', async (sock, n) => {
  const as = number()
  for (let i = 0; i < n; i++) checkValue(await sock.query(REQUEST, { as }))
})

const POINTS = 1_000_000
export const CURVE = 4 * POINTS
const ASK = `BLOCK ${CURVE}`

function checkCurve(values: Float32Array): void {
  if (values.length !== POINTS) throw new Error(`${values.length} values`)
}

/** A block, and then each number of it by a `DataView`. */
const byHand = (endian: 'big' | 'little') =>
  onAio(`aio block, ${endian} endian by hand`, async (sock, n) => {
    for (let i = 0; i < n; i++) {
      const block = await sock.writeReadBlock(`${ASK}\n`)
      const view = new DataView(block.buffer, block.byteOffset, block.length)
      const values = new Float32Array(block.length / 4)
      for (let at = 0; at < values.length; at++) values[at] = view.getFloat32(4 * at, endian === 'little')
      checkCurve(values)
    }
  })

const asFloats = (endian: 'big' | 'little') =>
  onAio(`aio query, as float32(), ${endian} endian`, async (sock, n) => {
    const as = float32({ endian })
    for (let i = 0; i < n; i++) checkCurve(await sock.query(ASK, { as }))
  })

export const bigByHand = byHand('big')
export const littleByHand = byHand('little')
export const asBigFloats = asFloats('big')
export const asLittleFloats = asFloats('little')

const ITEMS = 10_000

/** Without an instrument: the reply is there. */
function onReply(name: string, digits: number, read: (reply: Buffer) => readonly number[]): Contender {
  const items = Array.from({ length: ITEMS }, (_, index) =>
    Math.sin(index)
      .toExponential(digits - 1)
      .toUpperCase(),
  )
  const reply = Buffer.from(items.join())
  return {
    name: `${name}, ${digits} digits`,
    open: async () => ({
      async go(n) {
        for (let i = 0; i < n; i++) if (read(reply).length !== ITEMS) throw new Error('an item is missing')
      },
      close() {},
    }),
  }
}

export const splitByHand = (digits: number) =>
  onReply('split and Number', digits, (reply) => reply.toString('latin1').split(',').map(Number))

export const asList = (digits: number) => {
  const codec = list(number())
  return onReply('list(number())', digits, (reply) => codec.decode(reply))
}
