/** Two copies of the engine in one program, as an ES module and in CommonJS: `instanceof` tells their errors by code. */
import { describe, expect, it, vi } from 'vitest'

const one = await import('../src/errors.ts')
vi.resetModules()
const two = await import('../src/errors.ts')

type Name = Exclude<keyof typeof one, 'SockioError'>
const names = Object.keys(one).filter((name): name is Name => name !== 'SockioError')
const address = { host: '10.0.0.7', port: 5025, tls: false }
const said = { command: 'VOLT 99', errors: [] }
const details = { address, phase: 'reading', sent: 'yes', expected: 'a number', at: 0, ...said } as const

describe.each(names)('%s', (name) => {
  const error = new one[name]('it failed', details)

  it('is an instance of its own class, in both copies, and of no other', () => {
    expect(two[name]).not.toBe(one[name])
    for (const copy of [one, two]) {
      expect(names.filter((other) => error instanceof copy[other])).toEqual([name])
      expect(error).toBeInstanceOf(copy.SockioError)
    }
  })

  it('has the code of its class', () => {
    expect(error.code).toBe(one[name].code)
    expect(error.name).toBe(name)
  })

  it('is no instance of what a user derives from its class', () => {
    class Derived extends two[name] {}
    expect(error).not.toBeInstanceOf(Derived)
    const derived = new Derived('it failed', details)
    expect(derived).toBeInstanceOf(Derived)
    for (const copy of [one, two]) expect(derived).toBeInstanceOf(copy[name])
  })
})

it('nothing else is an instance, whatever its code', () => {
  const others = [undefined, null, 'SOCKIO_TIMEOUT', 5, {}, { code: 'SOCKIO_TIMEOUT' }, new Error('it failed')]
  for (const other of [...others, Object.assign(new Error('it failed'), { ...details, code: 'SOCKIO_TIMEOUT' })]) {
    expect(other).not.toBeInstanceOf(one.SockioError)
    expect(other).not.toBeInstanceOf(one.TimeoutError)
  }
})
