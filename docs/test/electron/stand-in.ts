/**
 * What the recipe uses of Electron, without Electron, whose binaries are no package: the events of `app` and of windows in
 * their order, and messages between the main process and a page, which are copied as Electron copies them. It opens no
 * window, and runs no page: who looks at it is `user.ts`.
 */
import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'

type Listener = (...args: unknown[]) => unknown

/** As it gets to a page: of an error, its message alone. */
async function across(call: () => unknown): Promise<unknown> {
  try {
    return structuredClone(await call())
  } catch (error) {
    throw new Error(`Error invoking remote method: ${error}`)
  }
}

const windows = new Set<BrowserWindow>()

class App extends EventEmitter {
  readonly #ready = Promise.withResolvers<void>()
  #quitting = false

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  /** Electron is ready when the main module has ended, and not before. */
  mainModuleHasEnded(): void {
    this.emit('ready')
    this.#ready.resolve()
  }

  quit(): void {
    this.#quitting = true
    for (const window of windows) window.close()
    let prevented = false
    const event = {
      preventDefault: () => {
        prevented = true
      },
    }
    this.emit('will-quit', event)
    if (!prevented) this.emit('quit')
    this.#quitting = false
  }

  windowIsClosed(): void {
    if (windows.size === 0 && !this.#quitting && !this.emit('window-all-closed')) this.quit()
  }
}

export const app = new App()

const handlers = new Map<string, Listener>()

export const ipcMain = {
  handle(channel: string, listener: Listener): void {
    if (handlers.has(channel)) throw new Error(`a second handler for '${channel}'`)
    handlers.set(channel, listener)
  },
}

/** What the main process sends, to the one page. */
const toPage = new EventEmitter()

export const ipcRenderer = {
  invoke: (channel: string, ...args: unknown[]) =>
    across(() => {
      const handler = handlers.get(channel)
      if (handler === undefined) throw new Error(`no handler registered for '${channel}'`)
      return handler({}, ...structuredClone(args))
    }),
  on: (channel: string, listener: (...args: unknown[]) => void) => toPage.on(channel, listener),
}

/** What the page's `window` has from its preload script. */
export const world: Record<string, unknown> = {}

export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown): void {
    world[name] = api
  },
}

class WebContents extends EventEmitter {
  destroyed = false

  send(channel: string, ...args: unknown[]): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
    toPage.emit(channel, {}, ...structuredClone(args))
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents = new WebContents()
  readonly #preload: string

  constructor({ webPreferences: { preload } }: { readonly webPreferences: { readonly preload: string } }) {
    super()
    this.#preload = preload
    windows.add(this)
  }

  async loadFile(_page: string): Promise<void> {
    createRequire(import.meta.url)(this.#preload)
    app.emit('page-is-there', this)
    this.webContents.emit('did-finish-load')
  }

  isDestroyed(): boolean {
    return this.webContents.destroyed
  }

  close(): void {
    if (!windows.delete(this)) return
    this.webContents.destroyed = true
    this.emit('closed')
    app.windowIsClosed()
  }
}
