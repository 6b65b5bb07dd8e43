/** Telnet options: does the port negotiate, as for people who type? Looks at what was heard, and writes nothing. */
import { withoutTelnet } from '../anatomy.ts'
import type { Chart } from '../chart.ts'
import type { Probe } from '../probe.ts'
import { eolOf } from '../replied.ts'
import { greetingOf } from './banner.ts'

const heardIn = ({ banner, ask }: Chart) => [
  banner?.heard ?? Buffer.alloc(0),
  ...(ask?.tries ?? []).map(({ heard }) => heard),
]

export const telnet: Probe<'telnet'> = {
  name: 'telnet',
  due: ({ chart }) => chart.banner !== undefined,
  does: () => 'looks for Telnet options in what was heard',
  bound: () => 0,
  run: async ({ chart }) => ({
    options: [...new Set(heardIn(chart).flatMap((heard) => withoutTelnet(heard).options))],
  }),
  found: ({ options }) => (options.length === 0 ? 'none' : options.join(', ')),
  reads({ options }, { chart }) {
    if (options.length === 0) return []
    const heard = chart.banner?.heard ?? Buffer.alloc(0)
    return [
      {
        cause: 'telnet',
        says: 'the port speaks Telnet, with options, echoes and prompts for people who type: its raw port (mostly 5025) is the better one. A hook reads what it says upon connecting',
        ...(heard.length > 0 && { profile: { greeting: greetingOf(heard, eolOf(chart)) } }),
      },
    ]
  },
}
