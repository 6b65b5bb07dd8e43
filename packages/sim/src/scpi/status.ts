/** The status of an IEEE 488.2 instrument: its error queue, the event register and the status byte. */
import { ScpiError } from './scpi-error.ts'

const NO_ERROR = new ScpiError(0)
const OVERFLOW = -350

/** Bits of the standard event status register (IEEE 488.2, 11.5.1). */
const POWER_ON = 128
const COMMAND_ERROR = 32
const EXECUTION_ERROR = 16
const DEVICE_ERROR = 8
const QUERY_ERROR = 4
const OPERATION_COMPLETE = 1

/** Bits of the status byte (IEEE 488.2, 11.2; SCPI-99, volume 1, 9.1). */
const MASTER_SUMMARY = 64
const EVENT_SUMMARY = 32
const ERRORS_QUEUED = 4

function eventOf(error: ScpiError): number {
  if (error.number <= -500 || error.number >= 0) return DEVICE_ERROR
  return [COMMAND_ERROR, EXECUTION_ERROR, DEVICE_ERROR, QUERY_ERROR][Math.floor(-error.number / 100) - 1] ?? 0
}

export class Status {
  readonly #queue: ScpiError[] = []
  readonly #size: number
  #events = POWER_ON
  /** What `*ESE` has enabled. */
  eventEnable = 0
  /** What `*SRE` has enabled. */
  serviceEnable = 0

  /** @param size so many errors at most are kept; of what is too much only a -350 remains */
  constructor(size: number) {
    this.#size = size
  }

  get errorCount(): number {
    return this.#queue.length
  }

  get byte(): number {
    const events = (this.#events & this.eventEnable) === 0 ? 0 : EVENT_SUMMARY
    const summary = events | (this.#queue.length === 0 ? 0 : ERRORS_QUEUED)
    return summary | ((summary & this.serviceEnable) === 0 ? 0 : MASTER_SUMMARY)
  }

  push(error: ScpiError): void {
    this.#events |= eventOf(error)
    if (this.#queue.length < this.#size) this.#queue.push(error)
    else this.#queue[this.#size - 1] = new ScpiError(OVERFLOW)
  }

  /** Takes the oldest error; `0,"No error"` when there is none. */
  shift(): ScpiError {
    return this.#queue.shift() ?? NO_ERROR
  }

  /** `*OPC`: nothing is ever pending here. */
  complete(): void {
    this.#events |= OPERATION_COMPLETE
  }

  /** `*ESR?`: reading clears. */
  takeEvents(): number {
    const events = this.#events
    this.#events = 0
    return events
  }

  /** `*CLS`: the enabling masks stay. */
  clear(): void {
    this.#queue.length = 0
    this.#events = 0
  }
}
