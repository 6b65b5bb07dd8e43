/** `node start.ts aio.ts`: runs a main process with the stand-in in the place of Electron, and somebody who uses it. */
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const standIn = new URL('./stand-in.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
})

const { use } = await import('./user.ts')
const { app } = await import('./stand-in.ts')
const used = use()
await import(pathToFileURL(resolve(String(process.argv[2]))).href)
app.mainModuleHasEnded()
await used
