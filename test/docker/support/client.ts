import { ShopClient } from '../../support/shop-client';
import { publishedPort } from './shop';

const address = `http://127.0.0.1:${publishedPort()}`;

/** What a user of the shop asks, through the published port of the gateway. */
export const client = new ShopClient({ users: address, orders: address, notifier: address });
