import 'reflect-metadata';
import { fastifyStatic } from '@fastify/static';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

/** The peer `nest-static`: files as Nest on Fastify serves them by its own plugin, without any check. */
class Nothing {}
Module({})(Nothing);

const [root = '', port = ''] = process.argv.slice(2);
const app = await NestFactory.create<NestFastifyApplication>(Nothing, new FastifyAdapter(), {
  logger: false,
});
await app.register(fastifyStatic, { root, acceptRanges: true, cacheControl: false });
await app.listen(Number(port), '127.0.0.1');
