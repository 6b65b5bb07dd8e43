/** Echo: does it repeat the question in front of the reply? Looks at the replies, and writes nothing. */
import type { Probe } from '../probe.ts'
import { eolOf, replies } from '../replied.ts'

export const echo: Probe<'echo'> = {
  name: 'echo',
  due: (exam) => replies(exam).length > 0,
  does: () => 'looks whether questions come back in front of replies',
  bound: () => 0,
  run: async (exam) => ({ echo: replies(exam).every((reply) => reply.echo) }),
  found: ({ echo }) => (echo ? 'they do' : 'they do not'),
  reads({ echo }, exam) {
    if (!echo) return []
    const prompted = (exam.chart.prompt?.prompt ?? '') !== ''
    const isLine = !prompted && replies(exam)[0]?.echoEnd.endsWith(eolOf(exam.chart) ?? '\n')
    return [
      {
        cause: 'echo',
        says: 'it repeats each request, which would be taken for the reply: switch its echo off, or leave it out',
        profile: { call: isLine ? 'echoed' : 'within' },
      },
    ]
  },
}
