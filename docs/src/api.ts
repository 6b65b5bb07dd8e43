/** The API reference: from the docstrings to pages of Markdown, one for each public name. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  Application,
  Comment,
  type Context,
  Converter,
  type PageEvent,
  type ProjectReflection,
  ReflectionKind,
  type SignatureReflection,
  type TypeDocOptions,
} from 'typedoc'
import { MarkdownPageEvent, type PluginOptions } from 'typedoc-plugin-markdown'
import ts from 'typescript'
import { docs, root } from './pages.ts'

/** What a package passes on from another is documented there: `core` comes first. */
const packages = [
  'core',
  'node',
  'aio',
  'sio',
  'rx',
  'effect',
  'legacy',
  'sim',
  'instrument',
  'hub',
  'recorder',
] as const
const at = (name: string, ...file: string[]) => join(root, 'packages', name, ...file)

const contents: TypeDocOptions = {
  entryPoints: [...packages.map((name) => at(name, 'src', 'index.ts')), at('effect', 'src', 'testing.ts')],
  tsconfig: join(docs, 'src', 'tsconfig.api.json'),
  name: 'API reference',
  readme: 'none',
  skipErrorChecking: true, // the type check does that, with the compiler that the packages are built with
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  disableSources: true,
  githubPages: false,
  logLevel: 'Warn',
}

const layout: Partial<PluginOptions> = {
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  indexFormat: 'table',
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true, hideSources: true },
}

/** Writes the reference to `folder`, with its navigation in `navigation.json`. */
export async function reference(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const options: TypeDocOptions & Partial<PluginOptions> = {
    ...contents,
    ...layout,
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: folder }],
    navigationJson: join(folder, 'navigation.json'),
  }
  const app = await Application.bootstrapWithPlugins(options)
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, nameThrown)
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context: Context) => nameModules(context.project))
  app.renderer.on(MarkdownPageEvent.END, (page: PageEvent) => {
    page.contents = gatherReferences(page.contents ?? '')
  })
  const project = await app.convert()
  if (project === undefined || app.logger.hasErrors()) throw new Error('TypeDoc could not read the packages')
  await app.generateOutputs(project)
}

/** TypeDoc leaves out the types of `@throws {TypeError} why`. */
function nameThrown(_: Context, signature: SignatureReflection, declaration?: ts.Node): void {
  if (declaration === undefined) return
  const documented = ts.isFunctionTypeNode(declaration) ? declaration.parent : declaration
  const types = ts
    .getJSDocTags(documented)
    .filter(ts.isJSDocThrowsTag)
    .map((tag) => tag.typeExpression?.type.getText())
  signature.comment?.blockTags
    .filter((block) => block.tag === '@throws')
    .forEach((block, index) => {
      const names = types[index]?.split('|').map((name) => `\`${name.trim()}\``)
      if (names !== undefined) block.content.unshift({ kind: 'text', text: `${names.join(' or ')} ` })
    })
}

/** What a package is, as its manifest says; of a second entry, what its file begins with. */
function describe(name: string, entry?: string): string {
  if (entry !== undefined) {
    const [, first = ''] = /^\/\*\* (.+) \*\/$/m.exec(readFileSync(at(name, 'src', `${entry}.ts`), 'utf8')) ?? []
    return first
  }
  const { description }: { description: string } = JSON.parse(readFileSync(at(name, 'package.json'), 'utf8'))
  return description
}

/** TypeDoc names a module by its file; its readers know it by its package. */
function nameModules(project: ProjectReflection): void {
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
    const [name = '', entry] = module.name.split('/src/')
    module.name = module.name.replace('/src', '')
    module.comment = new Comment([{ kind: 'text', text: describe(name.replace('/src', ''), entry) }])
  }
}

/** Names that a package passes on take a section each; a sentence will do. */
function gatherReferences(page: string): string {
  const [before = '', references] = page.split('\n## References\n')
  if (references === undefined) return page
  const links = [...references.matchAll(/^Re-exports (\[.+\]\(.+\))$/gm)].map((match) => match[1])
  return `${before}\n## Also exported\n\nDocumented where they come from: ${links.join(', ')}.\n`
}
