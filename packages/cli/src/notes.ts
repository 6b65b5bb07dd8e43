/** What a person is told of a connection that comes and goes. */
import { AbortError, type Options, TimeoutError } from '@sockio/aio'
import { messageOf } from './failure.ts'

/** Notifications that tell of a loss and of its cure; not of the cure of a call that failed, which tells of itself. */
export function announcing(say: (text: string) => void): Options {
  let lost = false
  return {
    onConnectionLost(error) {
      if (error === undefined || error instanceof AbortError || error instanceof TimeoutError) return
      lost = true
      say(`connection lost: ${messageOf(error)}`)
    },
    onStateChange(state) {
      if (state !== 'ready' || !lost) return
      lost = false
      say('connected again')
    },
    onError: (error) => say(messageOf(error)),
  }
}
