/** Prompt: does something without an end of line stand behind each reply? Looks at the replies, and writes nothing. */
import { withoutTelnet } from '../anatomy.ts'
import type { Probe } from '../probe.ts'
import { eolOf, replies } from '../replied.ts'
import { greetingOf } from './banner.ts'

/** Longer ones are lines that were cut. */
const PROMPT = /^[ -~]{1,40}$/

export const prompt: Probe<'prompt'> = {
  name: 'prompt',
  due: (exam) => replies(exam).length > 0,
  does: () => 'looks for what stands behind replies',
  bound: () => 0,
  async run(exam) {
    const all = replies(exam)
    const rest = all[0]?.rest ?? ''
    const is = PROMPT.test(rest) && all.every((reply) => reply.rest === rest && reply.end !== '')
    return { prompt: is ? rest : '' }
  },
  found: ({ prompt }) => (prompt === '' ? 'nothing' : `"${prompt}"`),
  reads({ prompt }, exam) {
    if (prompt === '') return []
    const heard = exam.chart.banner?.heard ?? Buffer.alloc(0)
    const greets = withoutTelnet(heard).bytes.toString('latin1').endsWith(prompt)
    const writeEol = exam.chart.ask?.best?.end ?? '\n'
    return [
      {
        cause: 'prompt',
        says: `the prompt "${prompt}" stands behind each reply: it is part of its end of line${greets ? ', and is read by a hook upon connecting' : ''}`,
        profile: {
          link: { eol: eolOf(exam.chart), writeEol },
          ...(greets && { greeting: greetingOf(heard, eolOf(exam.chart)) }),
        },
      },
    ]
  },
}
