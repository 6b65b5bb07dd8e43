/** What gives a point of the waveform in ms and volts. */
export function scaled(preamble: string, data: Buffer) {
  const fields = preamble.split(',').map(Number)
  const [
    xIncrement = 0,
    xOrigin = 0,
    xReference = 0,
    yIncrement = 0,
    yOrigin = 0,
    yReference = 0,
  ] = fields.slice(4)
  return (i: number) => {
    const ms = 1000 * ((i - xReference) * xIncrement + xOrigin)
    const volts = (data.readUInt16LE(2 * i) - yReference) * yIncrement + yOrigin
    return `${ms.toFixed(2)} ms ${volts.toFixed(3)} V`
  }
}
