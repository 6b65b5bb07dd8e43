/** An instrument simulator with faults, for tests and first steps. */

export { type DefinedDevice, type DefinedDeviceOptions, device } from './definition/device.ts'
export type { DeviceModels, DeviceValues, SimulatedDefinition } from './definition/shape.ts'
export {
  type Device,
  type DeviceDefaults,
  type DeviceFunction,
  type DeviceSession,
  type DeviceTable,
  echo,
  silent,
} from './device.ts'
export type { Fault, Trigger } from './fault.ts'
export { faults } from './faults.ts'
export { type MemoryAddress, memory } from './memory/memory.ts'
export type { MemoryEvents, MemoryWire } from './memory/wire.ts'
export type { SimulateOptions } from './options.ts'
export { ModelError } from './pyvisa/entry.ts'
export { type PyvisaModel, type PyvisaModelOptions, pyvisaModel } from './pyvisa/pyvisa-model.ts'
export { random } from './random.ts'
export {
  type Answer,
  block,
  delay,
  type Reply,
  raw,
  type StreamItem,
  type StreamSource,
  sequence,
  stream,
} from './reply.ts'
export type { ScpiCall } from './scpi/call.ts'
export type { ScpiCommands, ScpiHandler } from './scpi/commands.ts'
export { type ScopeOptions, scope } from './scpi/scope.ts'
export { scpi } from './scpi/scpi.ts'
export type { ScpiOptions } from './scpi/scpi-device.ts'
export { ScpiError } from './scpi/scpi-error.ts'
export { type SupplyOptions, supply } from './scpi/supply.ts'
export { simulate } from './simulate.ts'
export type { SimulatedDevice } from './simulated-device.ts'
