/** What is not to stand in a configuration: it says where it is. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A file's name, a variable of the environment, or the secret itself. */
export type Secret = string | { readonly file: string } | { readonly env: string }

/**
 * The secret itself, without the blanks around it.
 *
 * @throws that begins with `path`, when it is empty, or its file can't be read
 */
export function secretOf(secret: Secret, path: string, folder: string): string {
  const text =
    typeof secret === 'string'
      ? secret
      : 'file' in secret
        ? contentOf(resolve(folder, secret.file), path).toString('utf8').trim()
        : (process.env[secret.env] ?? '')
  if (text === '') throw new TypeError(`${path}: it is empty`)
  return text
}

/** What a file holds; the error begins with `path`. */
export function contentOf(file: string, path: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
