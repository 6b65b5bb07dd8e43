/** What the instruments of this thread are told to do; those who type-check no JavaScript read it here. */
export function perform(command: {
  readonly peer: number
  readonly op: string
  readonly args: readonly unknown[]
}): Promise<unknown>
