/** What a device does about a request that was too long to be held: nobody can ask it, but it may want to say so later. */
import type { DeviceFunction } from './device.ts'

const OVERRUN = Symbol('overrun')

interface Overrunning {
  readonly [OVERRUN]?: () => void
}

/** The device, which is told by `overrun`. */
export function withOverrun(device: DeviceFunction, overrun: () => void): DeviceFunction {
  return Object.assign(device, { [OVERRUN]: overrun })
}

/** Tells the device, where it wants to know. */
export function tellOverrun(device: DeviceFunction & Overrunning): void {
  device[OVERRUN]?.()
}
