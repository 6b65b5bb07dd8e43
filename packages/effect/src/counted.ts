/** Counts the bytes that pass between a connection and its transport; `onWire` would have a copy made of each chunk. */
import { type Through, type TransportEvents, unbound, type Wire } from '@sockio/node'

/** Is told how many bytes have passed. */
export type Count = (direction: 'sent' | 'received', bytes: number) => void

export function counted(count: Count): Through {
  return (transport) => ({ dial: (events) => sending(transport.dial(receiving(events, count)), count) })
}

function receiving(events: TransportEvents, count: Count): TransportEvents {
  return {
    ...unbound(events),
    received: (chunk, end) => {
      count('received', chunk.length)
      events.received(chunk, end)
    },
  }
}

function sending(wire: Wire, count: Count): Wire {
  return {
    write: (chunks) => {
      for (const { length } of chunks) count('sent', length)
      return wire.write(chunks)
    },
    pause: () => wire.pause(),
    resume: () => wire.resume(),
    end: () => wire.end(),
    destroy: () => wire.destroy(),
    attempted: () => wire.attempted?.(),
  }
}
