import { Group, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ArticleSummary } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useServices } from '../../prepare/registry/brands.ts'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { languageName } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { useShortcuts } from '../../ui/use-shortcuts.ts'
import { ArticlesTable } from './ArticlesTable.tsx'
import { knowledgeKey } from './knowledge.ts'
import { WorkaroundsFound } from './WorkaroundsFound.tsx'

const states = ['draft', 'published', 'retired'] as const
const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja']

/** Everything that is written, with how it fares; workarounds of crises stand before it. */
export function KnowledgePage() {
  const may = useMay('knowledge')
  const navigate = useNavigate()
  const services = useServices()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [asked, setAsked] = useState('')
  const [state, setState] = useState<string | null>(null)
  const [locale, setLocale] = useState<string | null>(null)
  const [service, setService] = useState<string | null>(null)
  const filter = { search, state: state ?? undefined, locale: locale ?? undefined, service: service ?? undefined }
  const list = useList<ArticleSummary>([...knowledgeKey, 'articles'], '/api/knowledge/articles', { ...filter, limit: 50 })
  useShortcuts({ n: () => may && void navigate({ to: '/knowledge/new' }) })
  const add = may && (
    <ButtonLink to="/knowledge/new" leftSection={<Icon name="plus" size={16} />}>
      {t('knowledge.new')}
    </ButtonLink>
  )
  const filtered = search !== '' || state !== null || locale !== null || service !== null
  return (
    <Page
      title={t('knowledge.title')}
      lead={t('knowledge.lead')}
      actions={
        <Group gap="xs">
          <ButtonLink to="/knowledge/missing" variant="default">
            {t('knowledge.missing')}
          </ButtonLink>
          {add}
        </Group>
      }
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          type="search"
          label={t('knowledge.search')}
          leftSection={<Icon name="search" size={16} />}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') setAsked(typed.trim())
          }}
          style={{ flexGrow: 1 }}
          maw={460}
        />
        <Select
          label={t('knowledge.state')}
          placeholder={t('knowledge.anyState')}
          clearable
          w={150}
          value={state}
          onChange={setState}
          data={states.map((value) => ({ value, label: tOf('knowledge.state', value) }))}
        />
        <Select
          label={t('knowledge.language')}
          placeholder={t('knowledge.anyLanguage')}
          clearable
          w={150}
          value={locale}
          onChange={setLocale}
          data={languages.map((value) => ({ value, label: languageName(value) }))}
        />
        <Select
          label={t('knowledge.service')}
          placeholder={t('knowledge.anyService')}
          clearable
          w={180}
          value={service}
          onChange={setService}
          data={(services.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Group>
      <Stack gap="md">
        {search !== '' && <WorkaroundsFound text={search} asked={asked === search} />}
        <Listed
          list={list}
          empty={
            filtered ? (
              <Empty title={t('knowledge.none')} text={t('knowledge.noneText')} action={add} />
            ) : (
              <Empty title={t('knowledge.empty')} text={t('knowledge.emptyText')} action={add} />
            )
          }
        >
          {(articles) => <ArticlesTable articles={articles} />}
        </Listed>
      </Stack>
    </Page>
  )
}
