/** A function of the user's that says when a connection is tried again. */
import { address } from '@sockio/core'
import { faults, simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import { Connection, type ConnectOptions } from '../src/index.ts'
import { run } from './rig.ts'

/** What it says, and what is told of that; undefined: nothing is wrong. */
const answers: readonly (readonly [said: unknown, told: string | undefined])[] = [
  [false, undefined],
  [Number.NaN, 'it gave NaN'],
  [-1, 'it gave -1'],
  ['100', 'it gave "100"'],
  [undefined, 'it gave undefined'],
  [Promise.resolve(100), 'it gave an object'],
]

for (const [said, told] of answers) {
  it(`ends the attempts with ${told ?? 'false'}${told === undefined ? '' : ', of which it is told'}`, async () => {
    await using device = await simulate({ 'A?': 'yes' }, { faults: faults.refuse() })
    const errors: unknown[] = []
    const reconnect = (() => said) as ConnectOptions<never>['reconnect']
    const onError = (error: unknown) => errors.push(error)
    const connection = new Connection(address(device.host, device.port), { reconnect, onError })
    await expect(run(connection, connection.operations.query('A?'))).rejects.toMatchObject({ code: 'SOCKIO_CONNECT' })
    const message = `reconnect: the function must give milliseconds (0 or more), or false to stop; ${told}`
    expect(errors.map(String)).toEqual(told === undefined ? [] : [`TypeError: ${message}`])
    await new Promise<void>((resolve) => connection.dispose(resolve))
  })
}
