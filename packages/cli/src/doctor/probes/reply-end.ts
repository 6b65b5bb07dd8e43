/** End of line of replies, what is left over behind it, and in which encoding they are. Looks at them, and writes nothing. */
import { encodingOf } from '../anatomy.ts'
import type { Probe } from '../probe.ts'
import type { Reading } from '../reading.ts'
import { eolOf, replies, sound } from '../replied.ts'
import { endName } from '../words.ts'

export const replyEnd: Probe<'end of replies'> = {
  name: 'end of replies',
  due: (exam) => replies(exam).length > 0,
  does: () => 'looks how replies end',
  bound: () => 0,
  async run(exam) {
    const [first] = replies(exam)
    return { end: first?.end ?? '', encoding: first && encodingOf(first.body) }
  },
  found: ({ end, encoding }) => `${endName(end)}; ${encoding ?? 'no text'}`,
  reads({ end, encoding }, exam) {
    const readings: Reading[] = []
    const writeEol = exam.chart.ask?.best?.end ?? '\n'
    if (end === '') {
      readings.push({
        cause: 'no end',
        says: 'replies end with nothing: only silence tells that one is over, { idle: 100 }. Is there a setting for its terminator?',
        profile: { call: 'unended', link: { writeEol } },
      })
    } else if (/\n\r+$/.test(end)) {
      readings.push({
        cause: 'left over',
        says: `replies end in ${endName(end)}: with LF alone the CR is left over, and stands in front of the next reply`,
        profile: { link: { eol: end, writeEol } },
      })
    } else if (eolOf({ 'end of replies': { end, encoding } }) !== undefined) {
      readings.push({
        cause: 'end of replies',
        says: `replies end in ${endName(end)}: without that a reply is never whole`,
        profile: { link: { eol: end, writeEol } },
      })
    }
    if (encoding === 'latin1' && sound(exam)) {
      readings.push({
        cause: 'encoding',
        says: 'replies are in Latin-1: in UTF-8, characters such as the degree sign are wrong',
        profile: { link: { encoding: 'latin1' } },
      })
    }
    return readings
  },
}
