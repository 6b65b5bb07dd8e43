/** What the page may do: it has no access to Node, nor to the instrument. */
const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('scope', {
  setScale: (volts) => ipcRenderer.invoke('scale', volts),
  onVoltage: (show) => ipcRenderer.on('voltage', (_event, reading) => show(reading)),
})
