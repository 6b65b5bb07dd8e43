/** Which connection steps run on. */
import { type Address, type Complaint, type Here, type InstrumentError, refused } from '@sockio/core'
import type { Data } from './data.ts'
import { withEnd } from './one-line.ts'
import { encode, type Resolved } from './options.ts'

export class Place implements Here {
  readonly epoch: number
  readonly told: number
  readonly notes: Map<unknown, unknown>
  readonly #resolved: Resolved

  constructor(resolved: Resolved, { epoch, told }: Pick<Here, 'epoch' | 'told'>, notes: Map<unknown, unknown>) {
    this.epoch = epoch
    this.told = told
    this.notes = notes
    this.#resolved = resolved
  }

  get address(): Address {
    return this.#resolved.settings.address
  }

  refused(lines: readonly Data[], complaints: readonly Complaint[]): InstrumentError {
    const { settings, encoding } = this.#resolved
    const request = lines.map((each) => withEnd(encode(each, encoding), settings.writeEol))
    return refused(settings, Buffer.concat(request), complaints)
  }
}
