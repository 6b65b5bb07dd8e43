/** A sequence diagram: participants, messages between them, and notes, from top to bottom. */
import { box, svg, text } from './svg.ts'

const column = 204
const row = 38
const top = 50

export function drawSequence(lines: readonly string[]): string {
  const names: string[] = []
  const titles: string[] = []
  const body: string[] = []
  let y = top + row
  const x = (name: string) => {
    const index = names.indexOf(name)
    if (index < 0) throw new Error(`"${name}" does not take part in the diagram`)
    return column * (index + 0.5)
  }
  for (const line of lines) {
    const participant = /^participant (\w+) as (.+)$/.exec(line)
    const message = /^(\w+)(-?->>)(\w+): (.+)$/.exec(line)
    const note = /^Note over (\w+)(?:,(\w+))?: (.+)$/.exec(line)
    if (participant !== null) {
      names.push(participant[1] ?? '')
      titles.push(participant[2] ?? '')
      continue
    }
    if (message !== null) {
      const [, from = '', kind, to = '', label = ''] = message
      const name = kind === '->>' ? 'arrow' : 'arrow dashed'
      const [start, end] = [x(from), x(to)]
      const gap = end > start ? -1 : 1
      body.push(`<path class="${name}" marker-end="url(#to-next)" d="M${start} ${y}H${end + gap}"/>`)
      body.push(text({ x: (start + end) / 2, y: y - 12 }, label, 'label'))
    } else if (note !== null) {
      const [, from = '', to = from, label = ''] = note
      const centre = { x: (x(from) + x(to)) / 2, y: y - 4 }
      body.push(box(centre, x(to) - x(from) + column * 0.9, row * 0.8, 'note') + text(centre, label, 'label'))
    } else throw new Error(`no drawing for "${line}"`)
    y += row
  }
  const heads = titles.map((title, index) => {
    const centre = { x: column * (index + 0.5), y: top / 2 }
    const life = `<path class="life" d="M${centre.x} ${top - 6}V${y}"/>`
    return life + box(centre, column * 0.82, 38, 'box') + text(centre, title, 'name')
  })
  return svg(
    'to-next',
    `A sequence: ${titles.join(', ')}`,
    0,
    column * names.length,
    y + 4,
    [...heads, ...body].join(''),
  )
}
