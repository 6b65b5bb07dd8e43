/** A framing of a user's own: two bytes that say how many follow, which are the reply. `ff` begins none. */
/** @type {{ end(bytes: Buffer, start: number): number, body(frame: Buffer): Buffer }} */
module.exports = {
  end(bytes, start) {
    const have = bytes.length - start
    if (have > 0 && bytes[start] === 0xff) throw new Error('no frame begins with ff')
    if (have < 2) return have - 2
    const size = 2 + bytes.readUInt16BE(start)
    return have < size ? have - size : size
  },
  body: (frame) => frame.subarray(2),
}
