/** What a configuration of the simulator comes to. */
import type { Device, SimulateOptions } from '@sockio/sim'

/**
 * What `export default` of a configuration in TypeScript or JavaScript must be.
 *
 * @example
 * const config: SimConfig = { device: { '*IDN?': 'ACME,METER,1,1.0' }, port: 5025 }
 * export default config
 */
export interface SimConfig extends SimulateOptions {
  readonly device: Device
}
