/** Numbers as Python writes them: rounded to even where two are as near, with an exponent of two digits at least. */

/** `|value| * 10 ** power`, exactly, to the nearest integer; of two as near, the even one. */
function scaled(value: number, power: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, Math.abs(value))
  const word = bits.getBigUint64(0)
  const biased = Number(word >> 52n)
  const fraction = word & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n
  const exponent = Math.max(biased, 1) - 1075
  const numerator = mantissa * raised(2n, exponent) * raised(10n, power)
  const denominator = raised(2n, -exponent) * raised(10n, -power)
  const quotient = numerator / denominator
  const twice = 2n * (numerator % denominator)
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  return up ? quotient + 1n : quotient
}

function raised(base: bigint, power: number): bigint {
  return power > 0 ? base ** BigInt(power) : 1n
}

/** The digits of a number without its sign, and the power of ten of the first of them. */
interface Digits {
  readonly digits: string
  readonly exponent: number
}

/** So many digits. */
function rounded(value: number, count: number): Digits {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 }
  let exponent = Number(Math.abs(value).toExponential().split('e')[1])
  for (;;) {
    const digits = scaled(value, count - 1 - exponent).toString()
    if (digits.length === count) return { digits, exponent }
    exponent += digits.length > count ? 1 : -1 // its shortest form has a power of ten more, or the last digit was carried
  }
}

/** As many digits as tell it from every other. */
function shortest(value: number): Digits {
  const [digits = '0', exponent] = Math.abs(value).toExponential().replace('.', '').split('e')
  return { digits, exponent: Number(exponent) }
}

/** `1234.50`: so many digits behind the point. */
export function fixed(value: number, precision: number): string {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, '0')
  return pointed(digits, digits.length - precision)
}

/** `1.2345e+03`: so many digits behind the point. */
export function exponential(value: number, precision: number): string {
  return withExponent(rounded(value, precision + 1))
}

/**
 * Fixed or with an exponent, by its size, without the zeros at the end.
 *
 * @param form `'g'`: an integer has no point; `'float'`: there is always one, as `1.0`; `'#g'`: the zeros stay
 */
export function general(value: number, precision: number, form: 'g' | 'float' | '#g'): string {
  const count = Math.max(precision, 1)
  const all = rounded(value, count)
  const most = form === 'float' ? count - 1 : count
  const digits = form === '#g' ? all.digits : all.digits.replace(/(?!^)0+$/, '')
  return placed({ digits, exponent: all.exponent }, most, form)
}

/** As short as tells it from every other: what Python prints for a float. */
export function shown(value: number): string {
  const digits = shortest(value)
  return placed({ digits: digits.digits, exponent: digits.exponent }, 16, 'float')
}

function placed({ digits, exponent }: Digits, most: number, form: 'g' | 'float' | '#g'): string {
  if (exponent < -4 || exponent >= most) return withExponent({ digits, exponent })
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const text = pointed(digits.padEnd(exponent + 1, '0'), exponent + 1)
  return text.includes('.') || form === 'g' ? text : `${text}.${form === 'float' ? '0' : ''}`
}

function withExponent({ digits, exponent }: Digits): string {
  const power = `${Math.abs(exponent)}`.padStart(2, '0')
  return `${pointed(digits, 1)}e${exponent < 0 ? '-' : '+'}${power}`
}

function pointed(digits: string, at: number): string {
  return at >= digits.length ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`
}
