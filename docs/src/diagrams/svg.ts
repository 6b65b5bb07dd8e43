/** Pieces of an SVG whose colours are those of the page around it. */

export interface Point {
  readonly x: number
  readonly y: number
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

export function text({ x, y }: Point, content: string, name: string): string {
  return `<text class="${name}" x="${x}" y="${y}">${escaped(content)}</text>`
}

export function box({ x, y }: Point, width: number, height: number, name: string): string {
  return `<rect class="${name}" x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="6"/>`
}

/** `id` is that of the arrow head, and so must be the diagram's own. */
export function svg(id: string, title: string, left: number, width: number, height: number, body: string): string {
  const head = `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>`
  const label = escaped(title)
  return `<svg viewBox="${left} 0 ${width} ${height}" width="${width}" role="img" aria-label="${label}"><defs>${head}</defs>${body}</svg>`
}
