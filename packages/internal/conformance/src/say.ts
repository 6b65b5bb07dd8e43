/** Input that is there before a row begins. */
import { raw } from '@sockio/sim'
import type { Peer } from './peers/peer.ts'
import type { SubjectSocket } from './subject.ts'
import { until } from './until.ts'

/** Has the peer say `text`, and waits until all of it is in the buffer. */
export async function say(device: Peer, sock: SubjectSocket, text: string): Promise<void> {
  if (!sock.connected) await sock.open()
  const size = sock.inWaiting + Buffer.byteLength(text)
  await device.send(raw(text))
  await until(`${size} bytes arrived`, () => sock.inWaiting === size)
}
