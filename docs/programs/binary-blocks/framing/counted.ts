/** Four bytes say how many follow, which are the reply. */
export default {
  end(bytes: Buffer, start: number) {
    const have = bytes.length - start
    const size = have < 4 ? 4 : 4 + bytes.readUInt32BE(start)
    return have < size ? have - size : size // how many are missing, as a negative number, or how long the frame is
  },
  body: (frame: Buffer) => frame.subarray(4),
}
