/** The codecs of blocks of numbers: for each kind of typed array, one. */
import type { Codec } from '@sockio/core'
import type { BlockOptions } from './block.ts'
import { type ElementsOptions, elements } from './elements.ts'

/**
 * A block of signed bytes, as an `Int8Array`: brings its own framing, IEEE 488.2 blocks (8.7.9 and 8.7.10) or those of
 * a dialect. Reads a view of the received memory. Writes a definite block. `encode` throws a `TypeError` for what is
 * not such an array, and a `RangeError` for more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function int8(options: BlockOptions = {}): Codec<Int8Array> {
  return elements<Int8Array>('int8', Int8Array, options)
}

/**
 * A block of bytes, as a `Uint8Array`: brings its own framing, IEEE 488.2 blocks (8.7.9 and 8.7.10) or those of a
 * dialect. Reads a view of the received memory. Writes a definite block. `encode` throws a `TypeError` for what is not
 * such an array, and a `RangeError` for more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function uint8(options: BlockOptions = {}): Codec<Uint8Array> {
  return elements<Uint8Array>('uint8', Uint8Array, options)
}

/**
 * A block of signed integers of 16 bits, as an `Int16Array`: brings its own framing, IEEE 488.2 blocks (8.7.9 and
 * 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this machine's and it
 * begins at a multiple of 2, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 2 bytes is an error.
 * Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a `RangeError` for more
 * than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function int16(options: ElementsOptions = {}): Codec<Int16Array> {
  return elements<Int16Array>('int16', Int16Array, options)
}

/**
 * A block of unsigned integers of 16 bits, as a `Uint16Array`: brings its own framing, IEEE 488.2 blocks (8.7.9 and
 * 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this machine's and it
 * begins at a multiple of 2, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 2 bytes is an error.
 * Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a `RangeError` for more
 * than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function uint16(options: ElementsOptions = {}): Codec<Uint16Array> {
  return elements<Uint16Array>('uint16', Uint16Array, options)
}

/**
 * A block of signed integers of 32 bits, as an `Int32Array`: brings its own framing, IEEE 488.2 blocks (8.7.9 and
 * 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this machine's and it
 * begins at a multiple of 4, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 4 bytes is an error.
 * Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a `RangeError` for more
 * than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function int32(options: ElementsOptions = {}): Codec<Int32Array> {
  return elements<Int32Array>('int32', Int32Array, options)
}

/**
 * A block of unsigned integers of 32 bits, as a `Uint32Array`: brings its own framing, IEEE 488.2 blocks (8.7.9 and
 * 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this machine's and it
 * begins at a multiple of 4, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 4 bytes is an error.
 * Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a `RangeError` for more
 * than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function uint32(options: ElementsOptions = {}): Codec<Uint32Array> {
  return elements<Uint32Array>('uint32', Uint32Array, options)
}

/**
 * A block of signed integers of 64 bits, as bigints, as a `BigInt64Array`: brings its own framing, IEEE 488.2 blocks
 * (8.7.9 and 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this machine's
 * and it begins at a multiple of 8, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 8 bytes is an
 * error. Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a `RangeError` for
 * more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function int64(options: ElementsOptions = {}): Codec<BigInt64Array> {
  return elements<BigInt64Array>('int64', BigInt64Array, options)
}

/**
 * A block of unsigned integers of 64 bits, as bigints, as a `BigUint64Array`: brings its own framing, IEEE 488.2 blocks
 * (8.7.9 and 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this machine's
 * and it begins at a multiple of 8, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 8 bytes is an
 * error. Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a `RangeError` for
 * more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function uint64(options: ElementsOptions = {}): Codec<BigUint64Array> {
  return elements<BigUint64Array>('uint64', BigUint64Array, options)
}

/**
 * A block of floating-point numbers of 32 bits (IEEE 754), as a `Float32Array`: brings its own framing, IEEE 488.2
 * blocks (8.7.9 and 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this
 * machine's and it begins at a multiple of 4, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 4
 * bytes is an error. Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a
 * `RangeError` for more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function float32(options: ElementsOptions = {}): Codec<Float32Array> {
  return elements<Float32Array>('float32', Float32Array, options)
}

/**
 * A block of floating-point numbers of 64 bits (IEEE 754), as a `Float64Array`: brings its own framing, IEEE 488.2
 * blocks (8.7.9 and 8.7.10) or those of a dialect. Reads a view of the received memory where its byte order is this
 * machine's and it begins at a multiple of 8, and else a copy; but a call turns its reply where it lies.
 * A payload that is no multiple of 8
 * bytes is an error. Writes a definite block. `encode` throws a `TypeError` for what is not such an array, and a
 * `RangeError` for more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 */
export function float64(options: ElementsOptions = {}): Codec<Float64Array> {
  return elements<Float64Array>('float64', Float64Array, options)
}
