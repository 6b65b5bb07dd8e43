import { join } from 'node:path'
import { number } from '@sockio/instrument'
import { poll, type Readings, TCP } from '@sockio/legacy'
import { app, BrowserWindow, ipcMain } from 'electron'
import { failure } from './failure.ts'

const scope = new TCP('scope.lab', 5025, { timeout: 2000 })
const scale = number({ min: 0.001, max: 10, unit: 'V' }) // checked here: the page may send anything

ipcMain.handle('scale', (_event, volts: number) => {
  let request: string
  try {
    request = `CHAN1:SCAL ${scale.encode(volts)};:CHAN1:SCAL?`
  } catch (error) {
    return failure(error)
  }
  // Electron wants a promise of what comes later.
  return new Promise((resolve) => {
    scope.query(request, { as: scale }, (err, volts) =>
      resolve(err ? failure(err) : { volts }),
    )
  })
})

function show(window: BrowserWindow) {
  let readings: Readings<number>
  let again: NodeJS.Timeout | undefined
  function measure() {
    readings = poll(scope, 'MEAS:VOLT?', 200, { as: number() })
    readings.on('data', (volts) => window.webContents.send('voltage', { volts }))
    readings.on('error', (err) => {
      window.webContents.send('voltage', failure(err))
      again = setTimeout(measure, 1000)
    })
  }
  window.once('closed', () => {
    readings.stop()
    clearTimeout(again)
  })
  measure()
}

app.on('ready', () => {
  const window = new BrowserWindow({
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  })
  window.webContents.once('did-finish-load', () => show(window))
  window.loadFile('index.html')
})
app.on('window-all-closed', () => app.quit())
app.once('will-quit', (event) => {
  event.preventDefault() // until the connection is closed
  scope.destroy(() => app.quit())
})
