/** Banner: what does it say before it is asked, and does it stay? */

import { greeting, withoutTelnet } from '../anatomy.ts'
import type { BannerFinding } from '../chart.ts'
import { Unreachable } from '../patient.ts'
import type { Probe } from '../probe.ts'
import type { Profile } from '../profile.ts'
import type { Reading } from '../reading.ts'
import { eolOf } from '../replied.ts'
import { quoted } from '../words.ts'

/** How often the silence is waited for. */
const ROUNDS = 4

const gone = (how: string): BannerFinding => ({ heard: Buffer.alloc(0), endless: false, ended: { how, after: 0 } })

export const banner: Probe<'banner'> = {
  name: 'banner',
  due: ({ chart }) => chart.port?.port !== undefined,
  does: () => 'connects and listens, writes nothing',
  bound: ({ allowed }) => allowed.patience + ROUNDS * allowed.silence,
  async run({ allowed, chart, patient }) {
    try {
      await using contact = await patient.connect(chart.port?.port ?? 0)
      const quiet = await contact.quiet(allowed.silence, (ROUNDS - 1) * allowed.silence)
      return { heard: contact.heard, endless: !quiet, ended: contact.ended }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return gone(error.code)
    }
  },
  found({ heard, endless, ended }) {
    const what = heard.length === 0 ? 'nothing' : quoted(heard)
    return `${what}${endless ? ', and so on' : ''}${ended === undefined ? '' : `; then it hung up (${ended.how})`}`
  },
  reads({ heard, endless }, { chart }) {
    const { options, bytes } = withoutTelnet(heard)
    if (endless) return [TALKATIVE]
    if (bytes.toString('latin1').startsWith('SSH-'))
      return [{ cause: 'another protocol', says: 'this is a port for SSH' }]
    const { lines, rest } = greeting(bytes)
    const prompts = lines === 0 && rest === (chart.prompt?.prompt ?? '')
    if (options.length > 0 || prompts) return []
    const what = rest !== '' ? 'text' : lines === 1 ? 'a line' : `${lines} lines`
    return [
      {
        cause: 'banner',
        says: `it greets each client with ${what}, which would be taken for the first reply: a hook reads that`,
        profile: { greeting: greetingOf(heard, eolOf(chart)) },
      },
    ]
  },
}

const TALKATIVE: Reading = {
  cause: 'talkative',
  says: 'it sends without being asked: read its lines as a stream, and let requests have what does not match (lines({ match }))',
}

/** What a hook reads: up to the prompt at the end of it, or its lines, or its bytes. */
export function greetingOf(heard: Buffer, eol = '\n'): NonNullable<Profile['greeting']> {
  const { options, bytes } = withoutTelnet(heard)
  const { lines, end, rest } = greeting(bytes)
  if (/^[ -~]+$/.test(rest)) return { until: rest }
  if (options.length > 0 || rest !== '') return { exactly: heard.length }
  if (end.endsWith(eol)) return { lines }
  return lines === 1 ? { until: end } : { exactly: heard.length }
}
