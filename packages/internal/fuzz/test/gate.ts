/** Code with a fault behind four doors, each of which only an input that came through the one before can open. */
export function enter(text: string): void {
  if (text[0] !== 'f') return
  if (text[1] !== 'a') return
  if (text[2] !== 'i') return
  if (text[3] === 'l') throw new Error('it fell')
}
