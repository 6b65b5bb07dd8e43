/** A process that plays instruments; its parent says what they are to do, and it ends with its parent. */

import type { Fault } from '@sockio/sim'
import { type SimulatedDevice, simulate } from '@sockio/sim'
import { counter, type DeviceOptions } from './devices.ts'

const devices: SimulatedDevice[] = []

/** What the parent may ask for. */
const operations = {
  /** On consecutive ports, or with port 0 on free ones, which it gives. */
  async start(count: number, host: string, port: number, options: DeviceOptions): Promise<number[]> {
    for (let i = 0; i < count; i++) {
      devices.push(await simulate(counter(options), { host, port: port === 0 ? 0 : port + i }))
    }
    return devices.map((device) => device.port)
  },
  async inject(fault: Fault): Promise<void> {
    for (const device of devices) device.inject(fault)
  },
  async clear(): Promise<void> {
    for (const device of devices) device.clear()
    await Promise.all(devices.map((device) => device.ready()))
  },
  /** Of the device at `index`. */
  async disconnect(how: 'end' | 'reset', index: number): Promise<void> {
    devices[index]?.disconnect(how)
  },
  async clients(): Promise<number> {
    return devices.reduce((sum, { clients }) => sum + clients, 0)
  },
  async connections(): Promise<number> {
    return devices.reduce((sum, { connections }) => sum + connections, 0)
  },
}

export type Operations = typeof operations

interface Question {
  readonly id: number
  readonly op: keyof Operations
  readonly args: readonly unknown[]
}

process.on('message', async ({ id, op, args }: Question) => {
  try {
    const operation = operations[op] as (...args: readonly unknown[]) => Promise<unknown>
    process.send?.({ id, value: await operation(...args) })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
})
process.on('disconnect', () => process.exit())
