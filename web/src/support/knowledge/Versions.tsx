import { Badge, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ArticleVersion, ArticleView } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { useMay } from '../../platform/session.ts'
import { DiffView } from '../../prepare/playbooks/DiffView.tsx'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atNear, languageName } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Knowledge.module.css'
import { articlePath, knowledgeKey, useDifference, useVersions } from './knowledge.ts'

type Of = { article: ArticleView; locale: string }

/** What was ever saved in a language, by whom; two side by side, and any of them again the newest. */
export function Versions({ article, locale }: Of) {
  const query = useVersions(article.id, locale)
  return (
    <Card title={t('knowledge.versionsOf', { language: languageName(locale) })} aside={<Withdraw article={article} locale={locale} />}>
      <Loaded query={query}>
        {(versions) => (
          <Stack gap="md">
            <ul className={styles.list}>
              {versions.map((version) => (
                <Version key={version.revision} article={article} locale={locale} version={version} newest={versions[0]?.revision ?? 0} />
              ))}
            </ul>
            {versions.length > 1 ? (
              <Compare key={versions.length} article={article} locale={locale} versions={versions} />
            ) : (
              <Text size="sm">{t('knowledge.oneVersion')}</Text>
            )}
          </Stack>
        )}
      </Loaded>
    </Card>
  )
}

function Version({
  article,
  locale,
  version: { revision, title, author, writtenAt, putBack, published },
  newest,
}: Of & { version: ArticleVersion; newest: number }) {
  const may = useMay('knowledge')
  const put = useWrite<ArticleView, { revision: number; newest: number }>({
    path: articlePath(article.id, `/texts/${locale}/return`),
    touches: [knowledgeKey],
    done: t('knowledge.putBackDone', { revision }),
  })
  return (
    <li>
      <Group gap="xs" justify="space-between">
        <div>
          <Group gap="xs">
            <b>{t('knowledge.version', { revision })}</b>
            <Text size="sm" c="dimmed">
              {author.name}, <Moment at={writtenAt} />
            </Text>
            {published && (
              <Badge size="sm" color="green">
                {t('knowledge.readNow')}
              </Badge>
            )}
            {putBack !== null && <Badge size="sm">{t('knowledge.putBackOf', { revision: putBack })}</Badge>}
          </Group>
          <Text size="sm" lang={locale}>
            {title}
          </Text>
        </div>
        {may && revision !== newest && (
          <ActionButton
            write={put}
            body={{ revision, newest }}
            size="xs"
            variant="default"
            label={t('knowledge.putBackVersion', { revision })}
            confirm={{ title: t('knowledge.putBackTitle', { revision }), text: t('knowledge.putBackText'), label: t('knowledge.putBackNow') }}
          >
            {t('knowledge.putBack')}
          </ActionButton>
        )}
      </Group>
    </li>
  )
}

function Compare({ article, locale, versions }: Of & { versions: ArticleVersion[] }) {
  const newest = versions[0]?.revision ?? 1
  const [from, setFrom] = useState(Math.max(1, newest - 1))
  const [to, setTo] = useState(newest)
  const difference = useDifference(article.id, locale, from, to)
  const data = versions.map(({ revision, writtenAt }) => ({ value: String(revision), label: t('knowledge.option', { revision, at: atNear(writtenAt) }) }))
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          label={t('knowledge.compareFrom')}
          w={220}
          data={data}
          value={String(from)}
          allowDeselect={false}
          onChange={(value) => setFrom(Number(value))}
        />
        <Select label={t('knowledge.compareTo')} w={220} data={data} value={String(to)} allowDeselect={false} onChange={(value) => setTo(Number(value))} />
      </Group>
      <Loaded query={difference}>{(diff) => <DiffView diff={diff} />}</Loaded>
    </Stack>
  )
}

function Withdraw({ article, locale }: Of) {
  const may = useMay('knowledge')
  const withdraw = useWrite({ path: articlePath(article.id, `/texts/${locale}/withdrawal`), touches: [knowledgeKey], done: t('knowledge.withdrawn') })
  const published = article.texts.filter((text) => text.published !== null)
  if (!may || article.state !== 'published' || published.length < 2 || !published.some((text) => text.locale === locale)) return null
  const language = languageName(locale)
  return (
    <ActionButton
      write={withdraw}
      body={undefined}
      size="xs"
      variant="default"
      confirm={{ title: t('knowledge.withdrawTitle', { language }), text: t('knowledge.withdrawText', { language }) }}
    >
      {t('knowledge.withdraw', { language })}
    </ActionButton>
  )
}
