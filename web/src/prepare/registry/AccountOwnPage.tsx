import { Alert, Anchor, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { AccountView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { announce } from '../../ui/Announcer.tsx'
import { Card } from '../../ui/Card.tsx'
import { Copy } from '../../ui/Copy.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atDate } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { useBrands } from './brands.ts'

type Link = { url: string; expiresAt: string }

/** The page of one account, to hand over while one talks to it. Nobody practises with it: a practice account has none. */
export function AccountOwnPage({ account }: { account: AccountView }) {
  const may = useMay('call')
  const brands = useBrands()
  const [chosen, setChosen] = useState<string>()
  const [given, setGiven] = useState<{ link: Link; copied: boolean }>()
  const brand = chosen ?? brands.data?.[0]?.slug ?? ''
  const make = useWrite<Link, { brand: string }>({
    path: `/api/accounts/${encodeURIComponent(account.key)}/my-page`,
    after: async (link) => {
      const copied = await (navigator.clipboard?.writeText(link.url) ?? Promise.reject(new Error('no clipboard'))).then(
        () => true,
        () => false,
      )
      setGiven({ link, copied })
      announce(copied ? t('ownPage.copied') : t('ownPage.notCopied'))
    },
  })
  if (!may || account.practice) return null
  return (
    <Card title={t('ownPage.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('ownPage.text')}</Text>
        {(brands.data?.length ?? 0) > 1 && (
          <Select
            label={t('ownPage.brand')}
            allowDeselect={false}
            data={brands.data?.map(({ slug, name }) => ({ value: slug, label: name })) ?? []}
            value={brand}
            onChange={(slug) => {
              if (slug) setChosen(slug)
              setGiven(undefined)
            }}
          />
        )}
        {brands.isError && <ErrorNote error={brands.error} retry={brands.refetch} />}
        <ActionButton write={make} body={{ brand }} disabled={brand === ''} variant="default" may="call">
          {t('ownPage.copy')}
        </ActionButton>
        {given && (
          <Alert color={given.copied ? 'green' : 'blue'} p="sm" title={given.copied ? t('ownPage.copied') : t('ownPage.notCopied')}>
            <Stack gap={6}>
              <Text size="sm">{t('ownPage.until', { day: atDate(given.link.expiresAt) })}</Text>
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <Anchor href={given.link.url} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {given.link.url}
                </Anchor>
                {!given.copied && <Copy text={given.link.url} label={t('ownPage.copyAgain')} />}
              </Group>
            </Stack>
          </Alert>
        )}
      </Stack>
    </Card>
  )
}
