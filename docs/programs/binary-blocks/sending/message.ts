/** A header, and a definite block behind it: `DATA #210…` */
export function message(header: string, payload: Uint8Array): Buffer {
  const digits = String(payload.length)
  return Buffer.concat([
    Buffer.from(`${header} #${digits.length}${digits}`),
    payload,
    Buffer.from('\n'),
  ])
}
