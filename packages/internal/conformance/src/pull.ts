/** Pulls streams. */
import type { Reply, SubjectStream } from './subject.ts'

/** The next `n` items, as text. */
export async function take(stream: SubjectStream, n: number): Promise<string[]> {
  const items: string[] = []
  for (let i = 0; i < n; i++) {
    const { value, done } = await stream.next()
    if (done === true) break
    items.push(String(value satisfies Reply))
  }
  return items
}

/** All items to the end, as text. */
export async function all(stream: SubjectStream): Promise<string[]> {
  const items: string[] = []
  for await (const item of stream) items.push(String(item))
  return items
}

/** `n` numbers as text. */
export const indices = (n: number, from = 0) => Array.from({ length: n }, (_, index) => `${index + from}`)
