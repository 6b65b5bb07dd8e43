/** A folder for one test, which goes with it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class Folder implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'sockio-recorder-'))

  path(name: string): string {
    return join(this.root, name)
  }

  text(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  get names(): readonly string[] {
    return readdirSync(this.root).sort()
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
