/** `09:41:12.003`: the time of the day, as people read it. */
export function timeOfDay(date = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const ms = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`
}
