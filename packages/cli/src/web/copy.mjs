/** Puts the files of the page that no compiler makes beside those that it makes. */
import { copyFileSync } from 'node:fs'

for (const file of ['index.html', 'style.css', 'watch.html', 'watch.css']) {
  copyFileSync(new URL(file, import.meta.url), new URL(`../../dist/web/${file}`, import.meta.url))
}
