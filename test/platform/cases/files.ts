import { type Case, platform } from './describe';

/** As many nested lists as are too many. */
const deep = (open: string, close: string, levels: number) => `${open.repeat(levels)}${close.repeat(levels)}`;

/** Each alias stands for nine of the one before: the last would be 9^9 values. */
const laughs = Array.from({ length: 10 }, (_, at) =>
  at === 0
    ? 'a0: &a0 [x, x, x]'
    : `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(', ')}]`,
);

/** Texts that cannot be read, or not in one way. */
export const fileCases: readonly Case[] = [
  { title: 'an empty file', text: '<<empty-file>>' },
  { title: 'a file of comments', text: '<<empty-file>># platform: shop\n' },
  { title: 'a file that is a list', text: '<<not-a-map>>- platform: shop\n' },
  { title: 'a file that is a text', text: '<<not-a-map>>shop\n' },
  { title: 'indentation with a tab', text: 'platform: shop\nservices:\n<<tab-indentation>>\tapi: { build: api }\n' },
  {
    title: 'a list indented with a tab',
    text: 'platform: shop\nservices:\n  api:<<yaml-syntax>>\n<<tab-indentation>>\t- build\n',
  },
  { title: 'a key twice', text: platform('services:\n  api: { build: api, <<duplicate-key>>build: other }') },
  {
    title: 'a section twice',
    text: 'platform: shop\nservices:\n  api: { build: api }\n<<duplicate-key>>services:\n  web: { build: web }\nenvironments: { dev: { runtime: compose } }\n',
  },
  { title: 'a merge key', text: platform('services:\n  api: &api { build: api }\n  web: { <<merge-key>><<: *api }') },
  { title: 'a key that JavaScript keeps', text: platform('services:\n  <<reserved-key>>constructor: { build: api }') },
  { title: 'a template outside quotes', text: platform('services:\n  api: { build: {<<key-not-text>>{ folder }} }') },
  {
    title: 'a number with a leading zero',
    text: platform('owner: <<ambiguous-number>>007\nservices: { api: { build: api } }'),
  },
  { title: 'a tag', text: platform('owner: <<yaml-tag>>!team shop\nservices: { api: { build: api } }') },
  { title: 'a directive', text: '<<yaml-directive>>%YAML 1.1\n---\nplatform: shop\n' },
  { title: 'two documents', text: 'platform: shop\n<<multiple-documents>>---\nplatform: other\n' },
  { title: 'a quote that does not end', text: 'platform: shop\nowner: "team\n<<yaml-syntax>>' },
  { title: 'a bracket that does not end', text: 'platform: shop\nservices: { api: { build: api }\n<<yaml-syntax>>' },
  {
    title: 'fields that stand apart',
    text: 'platform: shop\nservices:\n    api: { build: api }\n<<yaml-syntax>>  web: { build: web }\n',
  },
  { title: 'an alias without anchor', text: platform('services:\n  api: <<yaml-syntax>>*base') },
  { title: 'an alias of itself', text: 'platform: shop\nservices: &all\n  api: <<alias-limit>>*all\n' },
  {
    title: 'lists too deep',
    text: `platform: ${deep('[', ']', 31)}<<x>>`.replace('<<x>>', '').replace(/(\[{31})/, '$1<<too-deep>>[]'),
  },
  { title: 'a control character', text: 'platform: shop\nowner: te<<not-text>>\u0007am\n' },
  {
    title: 'a text that ends where C ends it',
    text: platform('owner: <<not-text>>"team\\0"\nservices: { api: { build: api } }'),
  },
];

/** What aliases may stand for, all together. */
export const aliasText = laughs.join('\n');
