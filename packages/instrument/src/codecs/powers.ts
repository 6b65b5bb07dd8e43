/** Powers of ten that a double holds exactly. */
export const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`))
