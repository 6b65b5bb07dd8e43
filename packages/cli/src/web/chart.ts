/** The chart: lines over time on a canvas, with a grid, and a cross-hair where the pointer is. */
import type { WirePoint } from './messages.ts'
import type { Store } from './store.ts'
import { colour, seriesColour } from './theme.ts'
import { bounds, tickLabel, tickStep, ticks } from './ticks.ts'

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
const TOP = 14
const BOTTOM = 28
const RIGHT = 14

/** The piece of the plane that is shown, in the units of the data and in pixels. */
export interface Frame {
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const x = (frame: Frame, time: number) =>
  frame.left + ((time - frame.from) / (frame.to - frame.from)) * (frame.right - frame.left)
const y = (frame: Frame, value: number) =>
  frame.top + ((frame.high - value) / (frame.high - frame.low)) * (frame.bottom - frame.top)

function range(points: readonly WirePoint[], from: number, to: number): readonly [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const [time, ...values] of points) {
    if (time < from || time > to) continue
    for (const value of values) {
      if (value === null) continue
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  return min <= max ? bounds(min, max) : [0, 1]
}

export class Chart {
  readonly #canvas: HTMLCanvasElement
  readonly #store: Store
  readonly #pen: CanvasRenderingContext2D
  /** Of the last drawing. */
  frame: Frame | undefined

  constructor(canvas: HTMLCanvasElement, store: Store) {
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('the browser draws nothing')
    this.#canvas = canvas
    this.#store = store
    this.#pen = pen
  }

  /** Draws the times from `from` to `to`; `pointer` is a time to mark. */
  draw(from: number, to: number, pointer: WirePoint | undefined): void {
    const { width, height } = this.#fit()
    const points = this.#store.between(from, to)
    const [low, high] = range(points, from, to)
    const wanted = Math.max(2, Math.floor(height / 56))
    const step = tickStep(low, high, wanted)
    const marks = ticks(low, high, wanted)
    const pen = this.#pen
    pen.font = FONT
    const margin = Math.max(...marks.map((value) => pen.measureText(tickLabel(value, step)).width))
    const left = Math.ceil(margin) + 14
    const frame = { from, to, low, high, left, right: width - RIGHT, top: TOP, bottom: height - BOTTOM }
    this.frame = frame
    this.#values(frame, marks, step)
    this.#times(frame)
    pen.save()
    pen.beginPath()
    pen.rect(left, 0, width - left, height) // the newest dot may stand out
    pen.clip()
    for (const index of this.#store.names.keys()) this.#line(frame, points, index)
    pen.restore()
    if (pointer !== undefined) this.#mark(frame, pointer)
  }

  /** As many pixels as the screen has for it. */
  #fit(): { readonly width: number; readonly height: number } {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    const scale = window.devicePixelRatio
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)]
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w
      this.#canvas.height = h
    }
    this.#pen.setTransform(scale, 0, 0, scale, 0, 0)
    this.#pen.clearRect(0, 0, width, height)
    return { width, height }
  }

  #values(frame: Frame, marks: readonly number[], step: number): void {
    const pen = this.#pen
    pen.textAlign = 'right'
    pen.textBaseline = 'middle'
    pen.lineWidth = 1
    for (const value of marks) {
      const at = Math.round(y(frame, value)) + 0.5
      pen.strokeStyle = colour('grid')
      pen.beginPath()
      pen.moveTo(frame.left, at)
      pen.lineTo(frame.right, at)
      pen.stroke()
      pen.fillStyle = colour('muted')
      pen.fillText(tickLabel(value, step), frame.left - 8, at)
    }
  }

  /** Times of the day, at round seconds or minutes. */
  #times(frame: Frame): void {
    const pen = this.#pen
    const step = timeStep(frame.to - frame.from, Math.max(2, Math.floor((frame.right - frame.left) / 110)))
    const offset = new Date(frame.from).getTimezoneOffset() * 60_000
    pen.textBaseline = 'top'
    pen.textAlign = 'center'
    pen.strokeStyle = colour('edge')
    pen.beginPath()
    pen.moveTo(frame.left, frame.bottom + 0.5)
    pen.lineTo(frame.right, frame.bottom + 0.5)
    pen.fillStyle = colour('muted')
    for (let time = Math.ceil((frame.from - offset) / step) * step + offset; time <= frame.to; time += step) {
      const at = Math.round(x(frame, time)) + 0.5
      pen.moveTo(at, frame.bottom)
      pen.lineTo(at, frame.bottom + 5)
      const text = clock(time, step)
      const half = pen.measureText(text).width / 2
      if (at - half >= frame.left - 8 && at + half <= frame.right + RIGHT) pen.fillText(text, at, frame.bottom + 9)
    }
    pen.stroke()
  }

  /** Where there are more points than pixels, the least and the greatest of each pixel: no peak is lost. */
  #line(frame: Frame, points: readonly WirePoint[], index: number): void {
    const pen = this.#pen
    pen.strokeStyle = seriesColour(index)
    pen.fillStyle = pen.strokeStyle
    pen.lineWidth = 1.75
    pen.lineJoin = 'round'
    pen.beginPath()
    let pixel = Number.NaN
    let [min, max, last] = [0, 0, 0]
    let down = false
    for (const point of points) {
      const value = point[index + 1] ?? null
      if (value === null) {
        down = false
        pixel = Number.NaN
        continue
      }
      const across = x(frame, point[0])
      const height = y(frame, value)
      const here = Math.floor(across)
      if (down && here === pixel) {
        if (height < min || height > max) {
          pen.lineTo(across, last)
          pen.lineTo(across, height)
          min = Math.min(min, height)
          max = Math.max(max, height)
        }
      } else {
        if (down) pen.lineTo(across, height)
        else pen.moveTo(across, height)
        ;[min, max] = [height, height]
      }
      pixel = here
      last = height
      down = true
    }
    pen.stroke()
    this.#newest(frame, points, index)
  }

  /** The newest value has a dot, which shows where a line of one point is. */
  #newest(frame: Frame, points: readonly WirePoint[], index: number): void {
    const point = points.findLast((each) => each[index + 1] != null && each[0] <= frame.to)
    const value = point?.[index + 1] ?? null
    if (point === undefined || value === null) return
    this.#pen.beginPath()
    this.#pen.arc(x(frame, point[0]), y(frame, value), 3, 0, 2 * Math.PI)
    this.#pen.fill()
  }

  #mark(frame: Frame, point: WirePoint): void {
    const pen = this.#pen
    const at = Math.round(x(frame, point[0])) + 0.5
    pen.strokeStyle = colour('muted')
    pen.lineWidth = 1
    pen.setLineDash([3, 3])
    pen.beginPath()
    pen.moveTo(at, frame.top)
    pen.lineTo(at, frame.bottom)
    pen.stroke()
    pen.setLineDash([])
    for (const index of this.#store.names.keys()) {
      const value = point[index + 1] ?? null
      if (value === null) continue
      pen.fillStyle = seriesColour(index)
      pen.strokeStyle = colour('card')
      pen.lineWidth = 2
      pen.beginPath()
      pen.arc(at, y(frame, value), 4.5, 0, 2 * Math.PI)
      pen.fill()
      pen.stroke()
    }
  }
}

const STEPS = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000]
const HOUR = 3_600_000

function timeStep(span: number, wanted: number): number {
  return STEPS.find((step) => span / step <= wanted) ?? Math.ceil(span / wanted / HOUR) * HOUR
}

/** `14:05:09`, with tenths where the steps are shorter than a second. */
export function clock(time: number, step: number): string {
  const date = new Date(time)
  const text = date.toLocaleTimeString('en-GB')
  return step < 1000 ? `${text}.${Math.floor(date.getMilliseconds() / 100)}` : text
}
