import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { ArticleView } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { languageName } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { articlePath, knowledgeKey } from './knowledge.ts'

/** Publishing asks which languages; retiring asks whether. */
export function ArticleActions({ article }: { article: ArticleView }) {
  const may = useMay('knowledge')
  const [asking, { open, close }] = useDisclosure(false)
  const retire = useWrite({ path: articlePath(article.id, '/retirement'), touches: [knowledgeKey], done: t('knowledge.retired') })
  if (!may) return null
  return (
    <Group gap="xs" align="flex-start">
      <Button variant={freshIn(article).length > 0 ? 'filled' : 'default'} onClick={open}>
        {t('knowledge.publish')}
      </Button>
      {article.state !== 'retired' && (
        <ActionButton
          write={retire}
          body={undefined}
          variant="default"
          confirm={{ title: t('knowledge.retireTitle'), text: t('knowledge.retireText'), label: t('knowledge.retireNow'), color: 'red' }}
        >
          {t('knowledge.retire')}
        </ActionButton>
      )}
      {asking && <Publish article={article} close={close} />}
    </Group>
  )
}

/** What readers do not have yet. */
const freshIn = ({ texts, state }: ArticleView) => texts.filter(({ published, revision }) => state !== 'published' || published !== revision)

function Publish({ article, close }: { article: ArticleView; close: () => void }) {
  const fresh = freshIn(article)
  const [chosen, setChosen] = useState(fresh.map(({ locale }) => locale))
  const publish = useWrite<ArticleView, { revisions: Record<string, number> }>({
    path: articlePath(article.id, '/publication'),
    touches: [knowledgeKey],
    done: t('knowledge.published'),
    after: close,
  })
  const revisions = Object.fromEntries(fresh.filter(({ locale }) => chosen.includes(locale)).map(({ locale, revision }) => [locale, revision]))
  return (
    <Modal opened onClose={close} title={t('knowledge.publishTitle', { title: article.title })}>
      <Stack>
        {fresh.length === 0 ? (
          <Text size="sm">{t('knowledge.nothingNew')}</Text>
        ) : (
          <Checkbox.Group value={chosen} onChange={setChosen} label={article.open ? t('knowledge.publishOpen') : t('knowledge.publishInternal')}>
            <Stack gap={8} mt="xs">
              {fresh.map(({ locale, revision }) => (
                <Checkbox key={locale} value={locale} label={t('knowledge.publishLanguage', { language: languageName(locale), revision })} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          {fresh.length > 0 && (
            <ActionButton write={publish} body={{ revisions }} disabled={chosen.length === 0} focus>
              {t('knowledge.publishNow')}
            </ActionButton>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
