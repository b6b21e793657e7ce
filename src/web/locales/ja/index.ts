import account from './account.json';
import admin from './admin.json';
import audience from './audience.json';
import catalogue from './catalogue.json';
import common from './common.json';
import console from './console.json';
import history from './history.json';
import home from './home.json';
import webhooks from './webhooks.json';

export default {
  ...common,
  ...home,
  ...account,
  ...admin,
  ...audience,
  ...console,
  ...history,
  ...catalogue,
  ...webhooks,
};
