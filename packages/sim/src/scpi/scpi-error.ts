/** The errors of SCPI instruments, by their numbers (SCPI-99, volume 2, 21.8). */

const MESSAGES: Readonly<Record<number, string>> = {
  0: 'No error',
  [-100]: 'Command error',
  [-102]: 'Syntax error',
  [-104]: 'Data type error',
  [-108]: 'Parameter not allowed',
  [-109]: 'Missing parameter',
  [-113]: 'Undefined header',
  [-114]: 'Header suffix out of range',
  [-200]: 'Execution error',
  [-221]: 'Settings conflict',
  [-222]: 'Data out of range',
  [-224]: 'Illegal parameter value',
  [-300]: 'Device-specific error',
  [-350]: 'Queue overflow',
  [-363]: 'Input buffer overrun',
  [-410]: 'Query INTERRUPTED',
}

/**
 * Thrown by the handler of an SCPI command: the error goes into the instrument's queue and the command gets no reply.
 *
 * @example
 * throw new ScpiError(-222) // SYST:ERR? then answers -222,"Data out of range"
 */
export class ScpiError extends Error {
  override readonly name = 'ScpiError'
  /** The error's number: negative those of the standard, positive the instrument's own. */
  readonly number: number

  /** @param message default: the standard's for that number */
  constructor(number: number, message: string = MESSAGES[number] ?? 'Device-specific error') {
    super(message)
    this.number = number
  }

  /** As an instrument reports it: `-222,"Data out of range"`. */
  override toString(): string {
    return `${this.number},"${this.message.replaceAll('"', '""')}"`
  }
}
