package com.shop;

import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.OpenFeatureAPI;

class Flags {
  void start() {
    OpenFeatureAPI.getInstance().setProvider(new FlagdProvider(FlagdOptions.builder().build()));
  }
}
